package io.mqttdriver.sample.statistics;

import java.time.Clock;
import java.time.Instant;

import io.mqttdriver.sample.figure.Figure;
import io.mqttdriver.sample.figure.Sample;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class LastMinuteTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Figure LOAD = new Figure("a", "processor-percent");

	private final Clock clock = mock();

	private final LastMinute lastMinute = new LastMinute(this.clock);

	LastMinuteTests() {
		clockShows(0);
	}

	@Test
	void samplesOfTheLastMinuteAreSummedUp() {
		observe(LOAD, 0, 10);
		observe(LOAD, 1, 20);
		observe(LOAD, 2, 60);
		clockShows(2);
		assertThat(summary().lastMinute()).isEqualTo(new Statistics(3, 10, 30, 60));
		assertThat(summary().latest()).isEqualTo(new Sample(START.plusSeconds(2), 60));
	}

	@Test
	void aSampleLeavesAfterAMinute() {
		observe(LOAD, 0, 10);
		observe(LOAD, 30, 20);
		clockShows(59);
		assertThat(summary().lastMinute()).isEqualTo(new Statistics(2, 10, 15, 20));
		clockShows(60);
		assertThat(summary().lastMinute()).isEqualTo(new Statistics(1, 20, 20, 20));
	}

	@Test
	void aSilentFigureKeepsItsLatestSampleAndHasNoStatistics() {
		observe(LOAD, 0, 10);
		clockShows(3600);
		assertThat(summary()).isEqualTo(new FigureSummary(LOAD, new Sample(START, 10), null));
	}

	@Test
	void aSampleThatComesTwiceCountsOnce() {
		observe(LOAD, 0, 10);
		observe(LOAD, 0, 10);
		assertThat(summary().lastMinute()).isEqualTo(new Statistics(1, 10, 10, 10));
	}

	@Test
	void aLateSampleCountsButIsNotTheLatest() {
		observe(LOAD, 10, 30);
		observe(LOAD, 5, 10);
		clockShows(10);
		assertThat(summary().lastMinute()).isEqualTo(new Statistics(2, 10, 20, 30));
		assertThat(summary().latest().value()).isEqualTo(30);
	}

	@Test
	void hostsAndFiguresAreKeptApart() {
		Figure other = new Figure("b", LOAD.name());
		Figure memory = new Figure("a", "memory-percent");
		observe(LOAD, 0, 1);
		observe(other, 0, 2);
		observe(memory, 0, 3);
		assertThat(this.lastMinute.summaries()).extracting(FigureSummary::figure).containsExactly(memory, LOAD, other);
		assertThat(this.lastMinute.summaries()).extracting((summary) -> summary.latest().value())
			.containsExactly(3d, 1d, 2d);
	}

	private void observe(Figure figure, int second, double value) {
		clockShows(second);
		this.lastMinute.observe(figure, new Sample(START.plusSeconds(second), value));
	}

	private FigureSummary summary() {
		return this.lastMinute.summaries().get(0);
	}

	private void clockShows(int second) {
		given(this.clock.instant()).willReturn(START.plusSeconds(second));
	}

}
