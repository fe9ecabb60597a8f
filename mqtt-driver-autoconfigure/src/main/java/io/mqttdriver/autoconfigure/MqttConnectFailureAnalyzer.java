package io.mqttdriver.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import io.mqttdriver.MqttConnectException;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Says which servers could not be connected to, when the start depends on that
 * ({@code mqtt.driver.startup=required}).
 */
final class MqttConnectFailureAnalyzer extends AbstractFailureAnalyzer<MqttConnectException> {

	private final Environment environment;

	MqttConnectFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MqttConnectException cause) {
		String uris = Binder.get(this.environment)
			.bind("mqtt.driver.uris", Bindable.listOf(String.class))
			.orElse(List.of("tcp://localhost:1883"))
			.stream()
			.map(MqttConnectFailureAnalyzer::withoutUserInfo)
			.collect(Collectors.joining(", "));
		String why = (cause.getCause() != null) ? "\n\nCaused by: " + cause.getCause() : "";
		return new FailureAnalysis(
				"No MQTT server could be connected to (mqtt.driver.uris: " + uris + "). The last failure was:\n\n    "
						+ cause.getMessage() + why,
				"Start a server there, or correct mqtt.driver.uris, the credentials or mqtt.driver.ssl.bundle."
						+ " To start the application without a server and connect in the background,"
						+ " set mqtt.driver.startup=background.",
				cause);
	}

	private static String withoutUserInfo(String uri) {
		return uri.trim().replaceAll("//.*@", "//");
	}

}
