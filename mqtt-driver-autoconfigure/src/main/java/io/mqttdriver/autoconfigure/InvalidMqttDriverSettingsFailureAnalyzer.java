package io.mqttdriver.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which property of the driver keeps the application from starting.
 */
final class InvalidMqttDriverSettingsFailureAnalyzer
		extends AbstractFailureAnalyzer<InvalidMqttDriverSettingsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidMqttDriverSettingsException cause) {
		return new FailureAnalysis("The MQTT driver can't be built:\n\n    " + cause.getMessage(),
				"Change the property as the message says, in the application's configuration or in a MqttDriverBuilderCustomizer bean.",
				cause);
	}

}
