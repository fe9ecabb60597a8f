package io.mqttdriver.sample.statistics;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import io.mqttdriver.sample.figure.Figure;
import io.mqttdriver.sample.figure.FigureObserver;
import io.mqttdriver.sample.figure.Sample;

import org.springframework.stereotype.Component;

/**
 * The last minute of every figure of every host. Safe for any thread.
 */
@Component
public class LastMinute implements FigureObserver {

	private final Map<Figure, Window> windows = new ConcurrentSkipListMap<>();

	private final Clock clock;

	LastMinute(Clock clock) {
		this.clock = clock;
	}

	@Override
	public void observe(Figure figure, Sample sample) {
		this.windows.computeIfAbsent(figure, (key) -> new Window(sample)).add(sample, this.clock.instant());
	}

	/**
	 * What is known of each figure.
	 * @return by host and name
	 */
	public List<FigureSummary> summaries() {
		Instant now = this.clock.instant();
		return this.windows.entrySet()
			.stream()
			.map((entry) -> new FigureSummary(entry.getKey(), entry.getValue().latest(),
					entry.getValue().statistics(now)))
			.toList();
	}

}
