package io.mqttdriver.connection;

import io.mqttdriver.MqttConnectException;
import io.mqttdriver.engine.EngineFailure;
import org.jspecify.annotations.Nullable;

/**
 * Failures in words: the fact, and the way out where there is one.
 */
final class Failures {

	private Failures() {
	}

	static MqttConnectException exception(EngineFailure failure, @Nullable ClientInfo client) {
		StringBuilder words = new StringBuilder();
		if (client != null) {
			words.append(client).append(": ");
		}
		words.append(failure.message());
		if (failure.reasonCode() != EngineFailure.NO_CODE) {
			words.append(String.format(" (reason code 0x%02X", failure.reasonCode()));
			words.append(wayOut(failure.reasonCode())).append(")");
		}
		return new MqttConnectException(words.toString(), failure.reasonCode(), failure.cause());
	}

	private static String wayOut(int reasonCode) {
		return switch (reasonCode) {
			case 0x84 -> ", unsupported protocol version: the server must speak MQTT 5";
			case 0x85 -> ", client identifier not valid: see mqtt.driver.client-id and .reconnect.client-id";
			case 0x86 -> ", bad user name or password: see mqtt.driver.username and .password";
			case 0x87 -> ", not authorized: see mqtt.driver.username and the server's access rules";
			case 0x88 -> ", server unavailable";
			case 0x89 -> ", server busy";
			case 0x8A -> ", banned: ask the server's operator, then reset the circuit";
			case 0x8B -> ", server shutting down";
			case 0x8C -> ", bad authentication method";
			case 0x8D -> ", keep alive timeout";
			case 0x8E ->
				", session taken over: duplicate client id, give each application its own mqtt.driver.client-id";
			case 0x95 -> ", packet too large";
			case 0x97 -> ", quota exceeded";
			case 0x98 -> ", administrative action";
			case 0x99 -> ", payload format invalid: see mqtt.driver.will";
			case 0x9A -> ", retain not supported: see mqtt.driver.will.retained";
			case 0x9B -> ", QoS not supported: see mqtt.driver.will.qos";
			case 0x9C, 0x9D -> ", use another server: allow its host in mqtt.driver.reconnect.allowed-servers";
			case 0x9F -> ", connection rate exceeded";
			default -> "";
		};
	}

}
