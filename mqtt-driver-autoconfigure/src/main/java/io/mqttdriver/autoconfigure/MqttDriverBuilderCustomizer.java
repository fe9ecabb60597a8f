package io.mqttdriver.autoconfigure;

import io.mqttdriver.MqttDriverBuilder;

/**
 * Changes the driver's builder after the properties are applied. Beans of this type are
 * called in their order.
 */
@FunctionalInterface
public interface MqttDriverBuilderCustomizer {

	/**
	 * Customizes the builder.
	 * @param builder of the auto-configured driver
	 */
	void customize(MqttDriverBuilder builder);

}
