package io.mqttdriver.sample.reading;

import java.time.Duration;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttPublish;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import oshi.SystemInfo;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Publishes what the sensors read, every second. While the broker is away, the driver
 * keeps the messages and sends them when it is back; those older than a minute have
 * expired by then, as they count no more. Runs on the scheduler's threads, one run at a
 * time.
 */
@Component
class ReadingPublisher {

	private static final Logger logger = LoggerFactory.getLogger(ReadingPublisher.class);

	private static final Duration EXPIRY = Duration.ofMinutes(1);

	private final MqttDriver driver;

	private final HostSensors sensors;

	private final String hostTopic;

	ReadingPublisher(MqttDriver driver, HostSensors sensors, SystemInfo system, @Value("${sample.host:}") String host) {
		this.driver = driver;
		this.sensors = sensors;
		String name = host.isBlank() ? system.getOperatingSystem().getNetworkParams().getHostName() : host;
		this.hostTopic = "hosts/" + TopicLevel.of(name) + "/";
	}

	@Scheduled(initialDelay = 1000, fixedRate = 1000)
	void publish() {
		this.sensors.read().forEach(this::publish);
	}

	private void publish(Reading reading) {
		MqttPublish publish = MqttPublish.to(this.hostTopic + reading.subtopic())
			.payload(reading)
			.qos(1)
			.messageExpiry(EXPIRY)
			.build();
		this.driver.publish(publish).whenComplete((result, failure) -> {
			if (failure != null) {
				logger.debug("Not published: {}", reading, failure);
			}
		});
	}

}
