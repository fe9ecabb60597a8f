package io.mqttdriver.sample.alarm;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.sample.figure.Figure;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.stereotype.Component;

/**
 * The newest alarm of each figure, also of those that this gateway didn't raise itself or
 * raised before it was restarted: the broker retains them. Safe for any thread.
 */
@Component
public class AlarmBoard {

	private final Map<Figure, Alarm> alarms = new ConcurrentSkipListMap<>();

	@MqttListener("hosts/{host}/alarms/{figure}")
	void raised(AlarmRaised alarm, @DestinationVariable String host, @DestinationVariable String figure) {
		put(new Figure(host, figure), alarm);
	}

	@MqttListener("hosts/{host}/alarms/{figure}")
	void cleared(AlarmCleared alarm, @DestinationVariable String host, @DestinationVariable String figure) {
		put(new Figure(host, figure), alarm);
	}

	void put(Figure figure, Alarm alarm) {
		this.alarms.merge(figure, alarm, (known, news) -> news.time().isAfter(known.time()) ? news : known);
	}

	@Nullable Alarm get(Figure figure) {
		return this.alarms.get(figure);
	}

	/**
	 * The newest alarm of each figure that ever had one.
	 * @return a snapshot, by host and name
	 */
	public Map<Figure, Alarm> alarms() {
		return new TreeMap<>(this.alarms);
	}

}
