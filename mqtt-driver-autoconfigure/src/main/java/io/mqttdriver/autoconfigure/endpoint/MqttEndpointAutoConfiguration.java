package io.mqttdriver.autoconfigure.endpoint;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttListenerRegistry;
import io.mqttdriver.MqttReconnectManager;
import io.mqttdriver.autoconfigure.MqttDriverAutoConfiguration;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the endpoint {@code mqtt}.
 */
@AutoConfiguration(after = MqttDriverAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(MqttEndpoint.class)
@ConditionalOnBean({ MqttDriver.class, MqttReconnectManager.class, MqttListenerRegistry.class })
public final class MqttEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MqttEndpoint mqttEndpoint(MqttDriver driver, MqttReconnectManager manager, MqttListenerRegistry listeners) {
		return new MqttEndpoint(driver, manager, listeners);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(endpoint = MqttEndpoint.class, exposure = EndpointExposure.WEB)
	MqttEndpointWebExtension mqttEndpointWebExtension(MqttEndpoint endpoint) {
		return new MqttEndpointWebExtension(endpoint);
	}

}
