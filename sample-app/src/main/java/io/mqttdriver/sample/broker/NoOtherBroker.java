package io.mqttdriver.sample.broker;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;

/**
 * Holds when {@code mqtt.driver.uris} isn't set, neither as one text nor as a list.
 */
final class NoOtherBroker extends NoneNestedConditions {

	NoOtherBroker() {
		super(ConfigurationPhase.PARSE_CONFIGURATION);
	}

	@ConditionalOnProperty("mqtt.driver.uris")
	static final class AsText {

	}

	@ConditionalOnProperty("mqtt.driver.uris[0]")
	static final class AsList {

	}

}
