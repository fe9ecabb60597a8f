package io.mqttdriver;

/**
 * The check of a quality of service.
 */
final class Qos {

	private Qos() {
	}

	static int requireValid(int qos) {
		if (qos < 0 || qos > 2) {
			throw new IllegalArgumentException("QoS " + qos + " does not exist: give 0, 1 or 2");
		}
		return qos;
	}

}
