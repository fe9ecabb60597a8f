package io.mqttdriver;

/**
 * Asked before each CONNECT, so that tokens and rotated passwords are used. A bean of
 * this type replaces {@code mqtt.driver.username} and {@code mqtt.driver.password}.
 */
@FunctionalInterface
public interface MqttCredentialsProvider {

	/**
	 * The credentials for the next CONNECT. May block for at most
	 * {@code mqtt.driver.connect-timeout}; called on a thread of the driver's that does
	 * nothing else. An exception counts as a failed attempt.
	 * @return the credentials, never null
	 */
	MqttCredentials getCredentials();

}
