package io.mqttdriver.autoconfigure;

import io.mqttdriver.listener.InvalidMqttListenerException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which {@code @MqttListener} keeps the application from starting.
 */
final class InvalidMqttListenerFailureAnalyzer extends AbstractFailureAnalyzer<InvalidMqttListenerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidMqttListenerException cause) {
		return new FailureAnalysis(cause.getDescription(), cause.getAction(), cause);
	}

}
