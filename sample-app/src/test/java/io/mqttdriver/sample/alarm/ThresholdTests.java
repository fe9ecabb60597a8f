package io.mqttdriver.sample.alarm;

import java.time.Instant;

import io.mqttdriver.sample.figure.Sample;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ThresholdTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final Threshold threshold = new Threshold(90, 80);

	@Test
	void anAlarmIsRaisedAtItsThreshold() {
		assertThat(this.threshold.judge(null, sample(1, 89.9))).isNull();
		assertThat(this.threshold.judge(null, sample(1, 90))).isEqualTo(new AlarmRaised(at(1), 90, 90));
	}

	@Test
	void aRaisedAlarmIsNotRaisedAgain() {
		assertThat(this.threshold.judge(new AlarmRaised(at(0), 95, 90), sample(1, 99))).isNull();
	}

	@Test
	void betweenTheThresholdsNothingChanges() {
		assertThat(this.threshold.judge(new AlarmRaised(at(0), 95, 90), sample(1, 80.1))).isNull();
		assertThat(this.threshold.judge(new AlarmCleared(at(0), 75, 80), sample(1, 89.9))).isNull();
	}

	@Test
	void aRaisedAlarmIsClearedAtTheLowerThreshold() {
		assertThat(this.threshold.judge(new AlarmRaised(at(0), 95, 90), sample(1, 80)))
			.isEqualTo(new AlarmCleared(at(1), 80, 80));
	}

	@Test
	void aClearedAlarmIsRaisedAgain() {
		assertThat(this.threshold.judge(new AlarmCleared(at(0), 75, 80), sample(1, 91)))
			.isEqualTo(new AlarmRaised(at(1), 91, 90));
	}

	@Test
	void aSampleThatIsNotNewerThanTheAlarmChangesNothing() {
		assertThat(this.threshold.judge(new AlarmRaised(at(1), 95, 90), sample(1, 0))).isNull();
		assertThat(this.threshold.judge(new AlarmCleared(at(1), 75, 80), sample(0, 99))).isNull();
	}

	@Test
	void thresholdsTheWrongWayRoundAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Threshold(80, 80))
			.withMessageContaining("sample.alarms.{figure}.clear below");
	}

	private static Sample sample(int second, double value) {
		return new Sample(at(second), value);
	}

	private static Instant at(int second) {
		return START.plusSeconds(second);
	}

}
