package io.mqttdriver.sample.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.DoubleSummaryStatistics;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.mqttdriver.sample.figure.Sample;
import org.jspecify.annotations.Nullable;

/**
 * One figure's samples of the last minute, by their times: one that comes twice counts
 * once, and a late one finds its place. Synchronized.
 */
final class Window {

	private static final Duration LENGTH = Duration.ofMinutes(1);

	private final NavigableMap<Instant, Double> samples = new TreeMap<>();

	private Sample latest;

	Window(Sample first) {
		this.latest = first;
	}

	synchronized void add(Sample sample, Instant now) {
		if (sample.time().isAfter(this.latest.time())) {
			this.latest = sample;
		}
		this.samples.put(sample.time(), sample.value());
		forgetBefore(now);
	}

	synchronized Sample latest() {
		return this.latest;
	}

	synchronized @Nullable Statistics statistics(Instant now) {
		forgetBefore(now);
		DoubleSummaryStatistics sums = this.samples.headMap(now, true)
			.values()
			.stream()
			.mapToDouble(Double::doubleValue)
			.summaryStatistics();
		return (sums.getCount() > 0) ? new Statistics(sums.getCount(), sums.getMin(), sums.getAverage(), sums.getMax())
				: null;
	}

	private void forgetBefore(Instant now) {
		this.samples.headMap(now.minus(LENGTH), true).clear();
	}

}
