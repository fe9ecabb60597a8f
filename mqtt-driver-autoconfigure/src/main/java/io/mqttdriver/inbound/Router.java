package io.mqttdriver.inbound;

import java.util.List;

import io.mqttdriver.engine.InboundPublish;
import org.jspecify.annotations.Nullable;

/**
 * Finds the listeners of a message. Called on the engine's threads: fast, and without a
 * lock that anybody holds for long.
 */
@FunctionalInterface
public interface Router {

	/**
	 * The listeners whose filters match.
	 * @param publish the message
	 * @return each listener once; empty for nobody; null if this is one of several copies
	 * and the listeners are those of the others
	 */
	@Nullable List<Listener> route(InboundPublish publish);

}
