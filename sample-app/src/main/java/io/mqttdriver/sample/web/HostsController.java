package io.mqttdriver.sample.web;

import java.util.List;
import java.util.stream.Stream;

import io.mqttdriver.sample.alarm.AlarmBoard;
import io.mqttdriver.sample.alarm.AlarmRaised;
import io.mqttdriver.sample.figure.Figure;
import io.mqttdriver.sample.statistics.FigureSummary;
import io.mqttdriver.sample.statistics.LastMinute;
import io.mqttdriver.sample.web.HostView.AlarmView;
import io.mqttdriver.sample.web.HostView.FigureView;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows what the gateway has heard of each host.
 */
@RestController
class HostsController {

	private final LastMinute lastMinute;

	private final AlarmBoard board;

	HostsController(LastMinute lastMinute, AlarmBoard board) {
		this.lastMinute = lastMinute;
		this.board = board;
	}

	@GetMapping("/api/hosts")
	List<HostView> hosts() {
		List<FigureSummary> summaries = this.lastMinute.summaries();
		Stream<Figure> known = Stream.concat(summaries.stream().map(FigureSummary::figure),
				this.board.alarms().keySet().stream());
		return known.map(Figure::host)
			.distinct()
			.sorted()
			.map((host) -> new HostView(host, figures(host, summaries), alarms(host)))
			.toList();
	}

	private static List<FigureView> figures(String host, List<FigureSummary> summaries) {
		return summaries.stream()
			.filter((summary) -> summary.figure().host().equals(host))
			.map((summary) -> new FigureView(summary.figure().name(), summary.latest().value(), summary.latest().time(),
					summary.lastMinute()))
			.toList();
	}

	private List<AlarmView> alarms(String host) {
		return this.board.alarms()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().host().equals(host))
			.map((entry) -> new AlarmView(entry.getKey().name(), entry.getValue() instanceof AlarmRaised,
					entry.getValue().time(), entry.getValue().value()))
			.toList();
	}

}
