package io.mqttdriver.autoconfigure;

import java.util.Collection;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mqttdriver.MqttDriver;
import io.mqttdriver.autoconfigure.endpoint.MqttEndpoint;
import io.mqttdriver.autoconfigure.endpoint.MqttEndpointAutoConfiguration;
import io.mqttdriver.autoconfigure.endpoint.MqttEndpointWebExtension;
import io.mqttdriver.autoconfigure.health.MqttHealthContributorAutoConfiguration;
import io.mqttdriver.autoconfigure.metrics.MqttMetricsAutoConfiguration;
import io.mqttdriver.observation.DriverObserver;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.WebEndpointHttpMethod;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.web.WebOperation;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class ActuatorConditionsTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(MqttDriverAutoConfiguration.class, MqttHealthContributorAutoConfiguration.class,
						MqttMetricsAutoConfiguration.class, MqttEndpointAutoConfiguration.class,
						EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class))
		.withPropertyValues("mqtt.driver.auto-startup=false");

	@Test
	void theHealthContributorIsThereUnlessDisabled() {
		this.runner.run((context) -> assertThat(context).hasBean("mqttHealthContributor"));
		this.runner.withPropertyValues("management.health.mqtt.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("mqttHealthContributor"));
	}

	@Test
	void nothingIsThereWithoutADriver() {
		this.runner.withPropertyValues("mqtt.driver.enabled=false", "management.endpoints.web.exposure.include=*")
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> assertThat(context).doesNotHaveBean("mqttHealthContributor")
				.doesNotHaveBean(DriverObserver.class)
				.doesNotHaveBean(MqttEndpoint.class));
	}

	@Test
	void thereAreNoMetersWithoutARegistry() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DriverObserver.class));
	}

	@Test
	void anExtraObserverBacksOursOff() {
		DriverObserver own = mock(DriverObserver.class);
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("own", DriverObserver.class, () -> own)
			.run((context) -> assertThat(context.getBean(DriverObserver.class)).isSameAs(own));
	}

	@Test
	void theEndpointIsThereOnlyWhenExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(MqttEndpoint.class)
			.doesNotHaveBean(MqttEndpointWebExtension.class));
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=mqtt")
			.run((context) -> assertThat(context).hasSingleBean(MqttEndpoint.class)
				.hasSingleBean(MqttEndpointWebExtension.class));
	}

	@Test
	void theEndpointOnlyReadsUntilAccessIsUnrestricted() {
		WebApplicationContextRunner exposed = this.runner
			.withPropertyValues("management.endpoints.web.exposure.include=mqtt");
		exposed.run((context) -> assertThat(operations(context)).hasSize(1)
			.allSatisfy((operation) -> assertThat(operation.getRequestPredicate().getHttpMethod())
				.isEqualTo(WebEndpointHttpMethod.GET)));
		exposed.withPropertyValues("management.endpoint.mqtt.access=unrestricted")
			.run((context) -> assertThat(operations(context))
				.extracting((operation) -> operation.getRequestPredicate().getPath())
				.containsExactlyInAnyOrder("mqtt", "mqtt/{action}", "mqtt/{kind}/{id}/{action}"));
	}

	@Test
	void aMockedDriverBreaksNothing() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=mqtt")
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("own", MqttDriver.class, () -> mock(MqttDriver.class))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(MqttEndpoint.class).mqtt().listeners()).isEmpty();
			});
	}

	private static Collection<WebOperation> operations(ApplicationContext context) {
		return context.getBean(WebEndpointsSupplier.class)
			.getEndpoints()
			.stream()
			.filter((endpoint) -> endpoint.getEndpointId().equals(EndpointId.of("mqtt")))
			.findFirst()
			.orElseThrow()
			.getOperations();
	}

}
