package io.mqttdriver;

/**
 * A publish was not acknowledged within {@code mqtt.driver.publish.delivery-timeout}.
 */
public class MqttPublishTimeoutException extends MqttDriverException {

	private final String diagnosis;

	/**
	 * Creates one.
	 * @param message the fact and the way out
	 * @param diagnosis what the driver saw
	 */
	public MqttPublishTimeoutException(String message, String diagnosis) {
		super(message, null);
		this.diagnosis = diagnosis;
	}

	/**
	 * What the driver saw: state, client id, server, in flight, oldest, bytes, socket,
	 * and what it did.
	 * @return what the driver saw
	 */
	public String diagnosis() {
		return this.diagnosis;
	}

}
