package io.mqttdriver.engine;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The properties of a PUBLISH (MQTT 5, 3.3.2.3) that mean something beyond a connection.
 *
 * @param utf8Payload the payload format indicator: {@code true} for 1
 * @param messageExpiry the message expiry interval, or none
 * @param contentType or none
 * @param responseTopic or none
 * @param correlationData or none
 * @param userProperties unmodifiable, in their order; names may repeat
 */
public record PublishProperties(boolean utf8Payload, @Nullable Duration messageExpiry, @Nullable String contentType,
		@Nullable String responseTopic, byte @Nullable [] correlationData, List<UserProperty> userProperties) {

	/** No property at all. */
	public static final PublishProperties NONE = new PublishProperties(false, null, null, null, null, List.of());

	/**
	 * A user property.
	 *
	 * @param name its name
	 * @param value its value
	 */
	public record UserProperty(String name, String value) {
	}

}
