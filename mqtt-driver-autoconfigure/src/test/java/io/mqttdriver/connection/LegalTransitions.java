package io.mqttdriver.connection;

import java.util.function.BiConsumer;

import io.mqttdriver.MqttDriverState;

/**
 * The transitions that the connection may make, for tests of other rooms.
 */
public final class LegalTransitions {

	private LegalTransitions() {
	}

	/** All of them. */
	public static void forEach(BiConsumer<MqttDriverState, MqttDriverState> action) {
		for (MqttDriverState from : MqttDriverState.values()) {
			for (MqttDriverState to : MqttDriverState.values()) {
				if (isLegal(from, to)) {
					action.accept(from, to);
				}
			}
		}
	}

	private static boolean isLegal(MqttDriverState from, MqttDriverState to) {
		try {
			Transitions.require(from, to);
			return true;
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

}
