package io.mqttdriver.event;

import org.jspecify.annotations.Nullable;

/**
 * The server refused a filter; it stays wanted.
 */
public class MqttSubscriptionRefusedEvent extends MqttDriverEvent {

	private final String filter;

	private final int reasonCode;

	/**
	 * Creates one.
	 * @param source the driver
	 * @param clientId of the client
	 * @param serverUri of the server, or null
	 * @param generation of the client
	 * @param filter the filter as subscribed
	 * @param reasonCode the reason code of the SUBACK
	 */
	public MqttSubscriptionRefusedEvent(Object source, String clientId, @Nullable String serverUri, long generation,
			String filter, int reasonCode) {
		super(source, clientId, serverUri, generation);
		this.filter = filter;
		this.reasonCode = reasonCode;
	}

	/**
	 * The filter as subscribed.
	 * @return the filter as subscribed
	 */
	public String getFilter() {
		return this.filter;
	}

	/**
	 * The reason code of the SUBACK.
	 * @return the reason code of the SUBACK
	 */
	public int getReasonCode() {
		return this.reasonCode;
	}

}
