package io.mqttdriver.listener;

import java.util.List;

import io.mqttdriver.inbound.InboundHandler;
import org.jspecify.annotations.Nullable;

/**
 * A listener as a driver needs it. Immutable.
 *
 * @param id unique in the registry
 * @param templates valid topic templates, without the group; at least one
 * @param group of a shared subscription, or none
 * @param qos 0, 1, 2, or {@link #DEFAULT_QOS}
 * @param concurrency 1 or more, or {@link #DEFAULT_CONCURRENCY}
 * @param manualAck whether the handler acknowledges by itself
 * @param retain which retained messages it wants
 * @param handler handles the messages
 */
public record ListenerDefinition(String id, List<String> templates, @Nullable String group, int qos, int concurrency,
		boolean manualAck, Retain retain, InboundHandler handler) {

	/** {@link #qos()} of the driver's own default. */
	public static final int DEFAULT_QOS = -1;

	/** {@link #concurrency()} of the driver's own default. */
	public static final int DEFAULT_CONCURRENCY = 0;

	public ListenerDefinition {
		templates = List.copyOf(templates);
	}

	/**
	 * Which retained messages come (MQTT 5, 3.8.3.1, retain handling).
	 */
	public enum Retain {

		/** On every subscribing, those of rebuilds too. */
		ALWAYS,

		/** On the first subscribing, not on a rebuild. */
		NEW,

		/** None. */
		NEVER

	}

}
