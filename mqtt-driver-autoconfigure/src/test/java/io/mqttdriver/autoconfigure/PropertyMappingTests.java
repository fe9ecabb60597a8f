package io.mqttdriver.autoconfigure;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.mqttdriver.MqttDriverBuilder;
import io.mqttdriver.MqttDriverBuilder.ClientIdPolicy;
import io.mqttdriver.MqttDriverBuilder.ValidationMode;
import io.mqttdriver.MqttDriverBuilder.WhenFull;
import io.mqttdriver.MqttPublish;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.Mockito;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.RETURNS_SELF;
import static org.mockito.Mockito.mock;

class PropertyMappingTests {

	private final MqttDriverBuilder builder = mock(MqttDriverBuilder.class, RETURNS_SELF);

	@Test
	void everySetterIsCalledByAPropertyOrABean() {
		apply(Map.of("will.topic", "w", "messages.types.order", "java.lang.Long", "listener.dead-letter-topic", "d"));
		new ConnectionMapping(new Details()).applyTo(this.builder);
		Set<String> called = Mockito.mockingDetails(this.builder)
			.getInvocations()
			.stream()
			.map((invocation) -> invocation.getMethod().getName())
			.collect(Collectors.toSet());
		Set<String> fromBeans = Set.of("build", "credentialsProvider", "messageConverters", "jsonMapper",
				"eventPublisher");
		assertThat(Stream.of(MqttDriverBuilder.class.getDeclaredMethods())
			.map(Method::getName)
			.filter((name) -> !fromBeans.contains(name))).isSubsetOf(called);
	}

	@Test
	void connectionPropertiesArePassedOn() {
		apply(Map.of("client-id", "c", "keep-alive", "1s", "connect-timeout", "2s", "shutdown-timeout", "3s",
				"session-expiry", "4s", "receive-maximum", "5", "maximum-packet-size", "6KB", "ssl.verify-hostname",
				"false", "messages.type-property", "kind", "messages.types.order.created", "java.lang.Long"));
		then(this.builder).should().clientId("c");
		then(this.builder).should().keepAlive(Duration.ofSeconds(1));
		then(this.builder).should().connectTimeout(Duration.ofSeconds(2));
		then(this.builder).should().shutdownTimeout(Duration.ofSeconds(3));
		then(this.builder).should().sessionExpiry(Duration.ofSeconds(4));
		then(this.builder).should().receiveMaximum(5);
		then(this.builder).should().maximumPacketSize(DataSize.ofKilobytes(6));
		then(this.builder).should().sslVerifyHostname(false);
		then(this.builder).should().messagesTypeProperty("kind");
		then(this.builder).should().messagesType("order.created", Long.class);
	}

	@Test
	void publishPropertiesArePassedOn() {
		apply(Map.of("publish.qos", "2", "publish.timeout", "1s", "publish.delivery-timeout", "2s",
				"publish.outbox.capacity", "3", "publish.outbox.max-bytes", "4KB", "publish.outbox.when-full", "wait"));
		then(this.builder).should().publishQos(2);
		then(this.builder).should().publishTimeout(Duration.ofSeconds(1));
		then(this.builder).should().publishDeliveryTimeout(Duration.ofSeconds(2));
		then(this.builder).should().publishOutboxCapacity(3);
		then(this.builder).should().publishOutboxMaxBytes(DataSize.ofKilobytes(4));
		then(this.builder).should().publishOutboxWhenFull(WhenFull.WAIT);
	}

	@Test
	void reconnectPropertiesArePassedOn() {
		Map<String, String> values = new LinkedHashMap<>();
		values.put("reconnect.min-interval", "1s");
		values.put("reconnect.multiplier", "2.5");
		values.put("reconnect.max-interval", "3s");
		values.put("reconnect.jitter", "0.4");
		values.put("reconnect.spread", "5s");
		values.put("reconnect.stable-after", "6s");
		values.put("reconnect.max-failures", "7");
		values.put("reconnect.open-duration", "8s");
		values.put("reconnect.allowed-servers", "a,b");
		values.put("reconnect.client-id", "stable");
		values.put("reconnect.validation.mode", "round-trip");
		values.put("reconnect.validation.topic", "v");
		values.put("reconnect.validation.timeout", "9s");
		apply(values);
		then(this.builder).should().reconnectMinInterval(Duration.ofSeconds(1));
		then(this.builder).should().reconnectMultiplier(2.5);
		then(this.builder).should().reconnectMaxInterval(Duration.ofSeconds(3));
		then(this.builder).should().reconnectJitter(0.4);
		then(this.builder).should().reconnectSpread(Duration.ofSeconds(5));
		then(this.builder).should().reconnectStableAfter(Duration.ofSeconds(6));
		then(this.builder).should().reconnectMaxFailures(7);
		then(this.builder).should().reconnectOpenDuration(Duration.ofSeconds(8));
		then(this.builder).should().reconnectAllowedServers("a", "b");
		then(this.builder).should().reconnectClientId(ClientIdPolicy.STABLE);
		then(this.builder).should().reconnectValidationMode(ValidationMode.ROUND_TRIP);
		then(this.builder).should().reconnectValidationTopic("v");
		then(this.builder).should().reconnectValidationTimeout(Duration.ofSeconds(9));
	}

	@Test
	void listenerPropertiesArePassedOn() {
		Map<String, String> values = new LinkedHashMap<>();
		values.put("listener.qos", "0");
		values.put("listener.concurrency", "2");
		values.put("listener.strict-ack-order", "true");
		values.put("listener.buffer.capacity", "3");
		values.put("listener.buffer.max-bytes", "4KB");
		values.put("listener.retry.max-retries", "5");
		values.put("listener.retry.initial-interval", "6s");
		values.put("listener.retry.multiplier", "7");
		values.put("listener.retry.max-interval", "8s");
		values.put("listener.dead-letter-topic", "dlt/{topic}");
		apply(values);
		then(this.builder).should().listenerQos(0);
		then(this.builder).should().listenerConcurrency(2);
		then(this.builder).should().listenerStrictAckOrder(true);
		then(this.builder).should().listenerBufferCapacity(3);
		then(this.builder).should().listenerBufferMaxBytes(DataSize.ofKilobytes(4));
		then(this.builder).should().listenerRetryMaxRetries(5);
		then(this.builder).should().listenerRetryInitialInterval(Duration.ofSeconds(6));
		then(this.builder).should().listenerRetryMultiplier(7);
		then(this.builder).should().listenerRetryMaxInterval(Duration.ofSeconds(8));
		then(this.builder).should().listenerDeadLetterTopic("dlt/{topic}");
	}

	@Test
	void theWillIsPassedOn() {
		apply(Map.of("will.topic", "w", "will.payload", "gone", "will.qos", "1", "will.retained", "true", "will.delay",
				"5s"));
		ArgumentCaptor<MqttPublish> will = ArgumentCaptor.captor();
		then(this.builder).should().will(will.capture(), eq(Duration.ofSeconds(5)));
		assertThat(will.getValue().topic()).isEqualTo("w");
		assertThat(will.getValue().payload()).isEqualTo("gone");
		assertThat(will.getValue().qos()).isEqualTo(1);
		assertThat(will.getValue().retained()).isTrue();
	}

	@Test
	void withoutTopicThereIsNoWill() {
		apply(Map.of());
		then(this.builder).should(Mockito.never()).will(any(), any());
	}

	@Test
	void withoutClientIdItIsTheApplicationsNameAndRandom() {
		ArgumentCaptor<String> ids = ArgumentCaptor.captor();
		apply(Map.of());
		apply(Map.of());
		new PropertyMapping(bind(Map.of()), "").applyTo(this.builder);
		then(this.builder).should(Mockito.times(3)).clientId(ids.capture());
		assertThat(ids.getAllValues().get(0)).matches("gateway-[0-9a-f]{12}");
		assertThat(ids.getAllValues().get(2)).matches("mqtt-driver-[0-9a-f]{12}");
		assertThat(ids.getAllValues()).doesNotHaveDuplicates();
	}

	@Test
	void aKeptSessionGetsNoRandomClientId() {
		apply(Map.of("session-expiry", "1h"));
		then(this.builder).should(Mockito.never()).clientId(any());
	}

	@Test
	void theBundlesProtocolsAndCiphersArePassedOn() {
		new ConnectionMapping(new Details()).applyTo(this.builder);
		then(this.builder).should().uris("ssl://a:8883");
		then(this.builder).should().username("u");
		then(this.builder).should().password("p");
		then(this.builder).should().ssl(any(), eq(List.of("TLSv1.2")), eq(List.of("TLS_AES_128_GCM_SHA256")));
	}

	@Test
	void theirTextHidesThePassword() {
		MqttDriverProperties properties = bind(Map.of("password", "hunter2", "username", "u-secret", "uris",
				"tcp://me:hunter2@h", "will.topic", "w", "will.payload", "hunter2"));
		assertThat(properties.password()).isEqualTo("hunter2");
		assertThat(properties + " " + properties.will()).doesNotContain("hunter2").doesNotContain("u-secret");
	}

	private void apply(Map<String, String> values) {
		new PropertyMapping(bind(values), "gateway").applyTo(this.builder);
	}

	private static MqttDriverProperties bind(Map<String, String> values) {
		Map<String, String> prefixed = new LinkedHashMap<>();
		values.forEach((name, value) -> prefixed.put("mqtt.driver." + name, value));
		return new Binder(new MapConfigurationPropertySource(prefixed)).bindOrCreate("mqtt.driver",
				MqttDriverProperties.class);
	}

	private static final class Details implements MqttDriverConnectionDetails {

		@Override
		public List<String> getUris() {
			return List.of("ssl://a:8883");
		}

		@Override
		public String getUsername() {
			return "u";
		}

		@Override
		public String getPassword() {
			return "p";
		}

		@Override
		public SslBundle getSslBundle() {
			return SslBundle.of(SslStoreBundle.NONE, null,
					SslOptions.of(Set.of("TLS_AES_128_GCM_SHA256"), Set.of("TLSv1.2")));
		}

	}

}
