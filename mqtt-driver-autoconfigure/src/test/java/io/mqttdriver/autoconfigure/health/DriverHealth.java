package io.mqttdriver.autoconfigure.health;

import io.mqttdriver.MqttDriver;
import org.springframework.boot.health.contributor.Health;

/**
 * What an application's health says of a driver, for tests in other rooms.
 */
public final class DriverHealth {

	private DriverHealth() {
	}

	public static Health of(MqttDriver driver) {
		return new MqttHealthIndicator(driver).health();
	}

}
