package io.mqttdriver.sample.alarm;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.sample.figure.Figure;
import io.mqttdriver.sample.figure.Sample;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

class AlarmMonitorTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Figure DISK = new Figure("a", "disk-percent:root");

	private final MqttDriver driver = mock();

	private final AlarmBoard board = new AlarmBoard();

	private final AlarmMonitor monitor = new AlarmMonitor(
			new AlarmProperties(Map.of("disk-percent", new Threshold(90, 80))), this.board, this.driver);

	AlarmMonitorTests() {
		given(this.driver.publish(any(MqttPublish.class)))
			.willReturn(CompletableFuture.completedFuture(mock(MqttPublishResult.class)));
	}

	@Test
	void whatChangesIsPublishedRetained() {
		observe(DISK, 1, 95);
		observe(DISK, 2, 96);
		observe(DISK, 3, 85);
		observe(DISK, 4, 70);
		ArgumentCaptor<MqttPublish> published = ArgumentCaptor.captor();
		then(this.driver).should(times(2)).publish(published.capture());
		assertThat(published.getAllValues()).allMatch(MqttPublish::retained)
			.extracting(MqttPublish::topic)
			.containsOnly("hosts/a/alarms/disk-percent:root");
		assertThat(published.getAllValues()).extracting(MqttPublish::payload)
			.containsExactly(new AlarmRaised(START.plusSeconds(1), 95, 90),
					new AlarmCleared(START.plusSeconds(4), 70, 80));
	}

	@Test
	void figuresWithoutAThresholdRaiseNothing() {
		observe(new Figure("a", "memory-percent"), 1, 100);
		then(this.driver).shouldHaveNoInteractions();
	}

	@Test
	void anAlarmRetainedFromAnEarlierRunIsCleared() {
		this.board.raised(new AlarmRaised(START, 99, 90), "a", "disk-percent:root");
		observe(DISK, 1, 50);
		then(this.driver).should().publish(any(MqttPublish.class));
		assertThat(this.board.alarms())
			.containsExactly(Map.entry(DISK, new AlarmCleared(START.plusSeconds(1), 50, 80)));
	}

	@Test
	void anOlderAlarmThatComesLateChangesNothing() {
		observe(DISK, 1, 95);
		observe(DISK, 2, 70);
		this.board.raised(new AlarmRaised(START.plusSeconds(1), 95, 90), "a", "disk-percent:root");
		assertThat(this.board.get(DISK)).isInstanceOf(AlarmCleared.class);
	}

	private void observe(Figure figure, int second, double value) {
		this.monitor.observe(figure, new Sample(START.plusSeconds(second), value));
	}

}
