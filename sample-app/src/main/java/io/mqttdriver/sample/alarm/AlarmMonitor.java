package io.mqttdriver.sample.alarm;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.sample.figure.Figure;
import io.mqttdriver.sample.figure.FigureObserver;
import io.mqttdriver.sample.figure.Sample;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Compares every sample with the threshold of its figure and publishes what has changed,
 * retained: who comes later learns it, too. Called by the driver's handler threads.
 */
@Component
class AlarmMonitor implements FigureObserver {

	private static final Logger logger = LoggerFactory.getLogger(AlarmMonitor.class);

	private final AlarmProperties properties;

	private final AlarmBoard board;

	private final MqttDriver driver;

	AlarmMonitor(AlarmProperties properties, AlarmBoard board, MqttDriver driver) {
		this.properties = properties;
		this.board = board;
		this.driver = driver;
	}

	@Override
	public void observe(Figure figure, Sample sample) {
		Threshold threshold = this.properties.alarms().get(figure.kind());
		Alarm alarm = (threshold != null) ? threshold.judge(this.board.get(figure), sample) : null;
		if (alarm != null) {
			logger.info("{} of {}: {}", figure.name(), figure.host(), alarm);
			this.board.put(figure, alarm);
			publish(figure, alarm);
		}
	}

	private void publish(Figure figure, Alarm alarm) {
		MqttPublish publish = MqttPublish.to("hosts/" + figure.host() + "/alarms/" + figure.name())
			.payload(alarm)
			.qos(1)
			.retained(true)
			.build();
		this.driver.publish(publish).whenComplete((result, failure) -> {
			if (failure != null) {
				logger.warn("Not published: {} of {}", alarm, figure, failure);
			}
		});
	}

}
