package io.mqttdriver.connection;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import io.mqttdriver.MqttDriverState;

import static io.mqttdriver.MqttDriverState.CIRCUIT_OPEN;
import static io.mqttdriver.MqttDriverState.CONNECTED;
import static io.mqttdriver.MqttDriverState.CONNECTING;
import static io.mqttdriver.MqttDriverState.STOPPED;
import static io.mqttdriver.MqttDriverState.SUBSCRIBING;
import static io.mqttdriver.MqttDriverState.VALIDATING;
import static io.mqttdriver.MqttDriverState.WAITING;

/**
 * Which state may follow which. {@code STOPPING} is no state of its own here: the
 * connection lives on while it drains.
 */
final class Transitions {

	private static final Map<MqttDriverState, Set<MqttDriverState>> LEGAL = new EnumMap<>(MqttDriverState.class);

	static {
		LEGAL.put(STOPPED, EnumSet.of(WAITING));
		LEGAL.put(WAITING, EnumSet.of(WAITING, CONNECTING, STOPPED));
		LEGAL.put(CONNECTING, EnumSet.of(CONNECTING, VALIDATING, SUBSCRIBING, WAITING, CIRCUIT_OPEN, STOPPED));
		LEGAL.put(VALIDATING, EnumSet.of(SUBSCRIBING, CONNECTING, WAITING, CIRCUIT_OPEN, STOPPED));
		LEGAL.put(SUBSCRIBING, EnumSet.of(CONNECTED, CONNECTING, WAITING, CIRCUIT_OPEN, STOPPED));
		LEGAL.put(CONNECTED, EnumSet.of(WAITING, CIRCUIT_OPEN, STOPPED));
		LEGAL.put(CIRCUIT_OPEN, EnumSet.of(CONNECTING, WAITING, STOPPED));
	}

	private Transitions() {
	}

	static void require(MqttDriverState from, MqttDriverState to) {
		if (!LEGAL.getOrDefault(from, Set.of()).contains(to)) {
			throw new IllegalStateException("The connection can't go from " + from + " to " + to);
		}
	}

}
