package io.mqttdriver.connection;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import io.mqttdriver.connection.ReconnectSettings.Mode;
import io.mqttdriver.connection.ReconnectSettings.Validation;
import io.mqttdriver.engine.ClientSpec;
import io.mqttdriver.engine.ClientSpec.Credentials;
import io.mqttdriver.engine.ClientSpec.Will;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.engine.Tls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Wrong settings are refused with property, value and way out; right ones reach the
 * engine.
 */
class SettingsTests {

	private static final Duration OK = Duration.ofSeconds(10);

	private static final Tls TLS = new Tls(() -> {
		throw new IllegalStateException("not asked");
	}, List.of(), List.of(), true);

	@ParameterizedTest
	@ValueSource(strings = { "http://one:80", "one:1883", "tcp:one", "/one", "tcp://" + "user@one:1883" })
	void aUriThatIsNoServerIsRefused(String uri) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> connection(List.of(URI.create(uri)), "id", OK, OK, Duration.ZERO, 10, null))
			.withMessageContaining("mqtt.driver.uris");
	}

	@Test
	void userInfoIsRefusedWithoutShowingIt() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> connection(List.of(URI.create("tcp://joe:secret@one:1883")), "id", OK, OK, Duration.ZERO,
					10, null))
			.withMessageContaining("mqtt.driver.username")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret").doesNotContain("joe"));
	}

	@Test
	void noServerAtAllIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> connection(List.of(), "id", OK, OK, Duration.ZERO, 10, null))
			.withMessageContaining("mqtt.driver.uris is empty");
	}

	@ParameterizedTest
	@CsvSource({ "PT-1S, PT10S, PT0S, 10, keep-alive", "PT65536S, PT10S, PT0S, 10, keep-alive",
			"PT1S, PT0S, PT0S, 10, connect-timeout", "PT1S, PT1S, PT-1S, 10, session-expiry",
			"PT1S, PT1S, PT4294967296S, 10, session-expiry", "PT1S, PT1S, PT0S, 0, receive-maximum",
			"PT1S, PT1S, PT0S, 65536, receive-maximum" })
	void aConnectionSettingOutOfRangeIsRefused(Duration keepAlive, Duration connectTimeout, Duration sessionExpiry,
			int receiveMaximum, String property) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> connection(List.of(URI.create("tcp://one:1")), "id", keepAlive, connectTimeout,
					sessionExpiry, receiveMaximum, null))
			.withMessageContaining("mqtt.driver." + property);
	}

	@Test
	void aWillDelayThatOutlastsTheSessionIsRefused() {
		Will will = new Will(new OutboundPublish("t", new byte[0], 0, false, PublishProperties.NONE),
				Duration.ofSeconds(11));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> connection(List.of(URI.create("tcp://one:1")), "id", OK, OK, OK, 10, will))
			.withMessageContaining("mqtt.driver.will.delay")
			.withMessageContaining("mqtt.driver.session-expiry");
	}

	@ParameterizedTest
	@CsvSource({ "tcp, false", "mqtt, false", "ssl, true", "mqtts, true" })
	void onlyTheSecuredSchemesAreSecured(String scheme, boolean secured) {
		URI uri = URI.create(scheme + "://one:1");
		ClientSpec spec = connection(List.of(uri), "id", OK, OK, Duration.ZERO, 10, null).spec(uri, "fresh",
				Credentials.NONE);
		assertThat(spec.tls()).isEqualTo(secured ? TLS : null);
		assertThat(spec.clientId()).isEqualTo("fresh");
		assertThat(spec.cleanStart()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "PT-1S, 1.5, 0.2, 10, min-interval", "PT1S, 0.9, 0.2, 10, multiplier", "PT1S, 1.5, -0.1, 10, jitter",
			"PT1S, 1.5, 1.1, 10, jitter", "PT1S, NaN, 0.2, 10, multiplier", "PT1S, 1.5, 0.2, 0, max-failures" })
	void aReconnectSettingOutOfRangeIsRefused(Duration minInterval, double multiplier, double jitter, int maxFailures,
			String property) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ReconnectSettings(minInterval, multiplier, OK, jitter, Duration.ZERO, OK, maxFailures,
					OK, List.of(), true, new Validation(Mode.PUBLISH, "v/{client-id}", OK)))
			.withMessageContaining("mqtt.driver.reconnect." + property);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a/#", "+" })
	void aValidationTopicThatIsNoTopicNameIsRefused(String topic) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Validation(Mode.PUBLISH, topic, OK));
	}

	private static ConnectionSettings connection(List<URI> uris, String clientId, Duration keepAlive,
			Duration connectTimeout, Duration sessionExpiry, int receiveMaximum, Will will) {
		return new ConnectionSettings(uris, clientId, () -> Credentials.NONE, keepAlive, connectTimeout, OK,
				sessionExpiry, receiveMaximum, 1_000_000, will, TLS);
	}

}
