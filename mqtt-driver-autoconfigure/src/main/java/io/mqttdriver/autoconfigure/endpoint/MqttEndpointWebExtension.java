package io.mqttdriver.autoconfigure.endpoint;

import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Answers 204 to what {@link MqttEndpoint} did, and 404 to what it doesn't know. Safe for
 * any thread.
 */
@EndpointWebExtension(endpoint = MqttEndpoint.class)
public final class MqttEndpointWebExtension {

	private final MqttEndpoint endpoint;

	MqttEndpointWebExtension(MqttEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Does something to the driver.
	 * @param action {@code reconnect} or {@code reset-circuit}
	 * @return 204 or 404
	 */
	@WriteOperation
	public WebEndpointResponse<Void> act(@Selector String action) {
		return answer(this.endpoint.act(action));
	}

	/**
	 * Does something to a listener.
	 * @param kind {@code listeners}
	 * @param id the listener's id
	 * @param action {@code pause} or {@code resume}
	 * @return 204 or 404
	 */
	@WriteOperation
	public WebEndpointResponse<Void> actOn(@Selector String kind, @Selector String id, @Selector String action) {
		return answer(this.endpoint.actOn(kind, id, action));
	}

	private static WebEndpointResponse<Void> answer(boolean known) {
		return new WebEndpointResponse<>(
				known ? WebEndpointResponse.STATUS_NO_CONTENT : WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
