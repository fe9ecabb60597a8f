package io.mqttdriver.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.mqttdriver.MqttConnectException;
import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttReconnectManager;
import io.mqttdriver.test.FakeMqttBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

@ExtendWith(OutputCaptureExtension.class)
class SslBundleTests {

	private static KeyFile server;

	private static KeyFile client;

	private static KeyFile elsewhere;

	private static KeyFile renewed;

	private FakeMqttBroker broker;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, MqttDriverAutoConfiguration.class))
		.withPropertyValues("mqtt.driver.startup=required", "mqtt.driver.reconnect.min-interval=100ms",
				"mqtt.driver.reconnect.max-failures=1000");

	@BeforeAll
	static void createKeys(@TempDir Path folder) throws Exception {
		server = KeyFile.create(folder, "server", "ip:127.0.0.1");
		client = KeyFile.create(folder, "client", "dns:client");
		elsewhere = KeyFile.create(folder, "elsewhere", "dns:elsewhere.example");
		renewed = KeyFile.create(folder, "renewed", "ip:127.0.0.1");
	}

	@BeforeEach
	void start() throws Exception {
		this.broker = start(server);
	}

	@AfterEach
	void close() {
		this.broker.close();
	}

	@Test
	void trustAndKeyComeFromTheBundle() {
		run(client.bundle("mqtt", server), this.broker, SslBundleTests::assertConnected);
		assertThat(this.broker.problems()).isEmpty();
	}

	@Test
	void aServerThatTheBundleDoesNotTrustIsRefused() {
		run(client.bundle("mqtt", elsewhere), this.broker, SslBundleTests::assertRefused);
	}

	@Test
	void theJdkDoesNotTrustTheServerWithoutABundle() {
		this.runner.withPropertyValues("mqtt.driver.uris=" + this.broker.uri()).run(SslBundleTests::assertRefused);
	}

	@Test
	void aCertificateForAnotherHostIsRefusedUnlessToldNotToLook() throws Exception {
		try (FakeMqttBroker other = start(elsewhere)) {
			String[] bundle = client.bundle("mqtt", elsewhere);
			run(bundle, other, SslBundleTests::assertRefused);
			this.runner.withPropertyValues(bundle)
				.withPropertyValues("mqtt.driver.uris=" + other.uri(), "mqtt.driver.ssl.bundle=mqtt",
						"mqtt.driver.ssl.verify-hostname=false")
				.run(SslBundleTests::assertConnected);
		}
	}

	@Test
	void aBundleOnAServerWithoutTlsIsWarnedOf(CapturedOutput output) {
		((Logger) LoggerFactory.getLogger(ConnectionMapping.class)).setLevel(Level.WARN);
		try (FakeMqttBroker open = FakeMqttBroker.start()) {
			run(client.bundle("mqtt", server), open, SslBundleTests::assertConnected);
		}
		assertThat(output).contains("without TLS");
	}

	@Test
	void aReloadedBundleIsUsedFromTheNextConnectionOn() throws Exception {
		DefaultSslBundleRegistry[] registry = new DefaultSslBundleRegistry[1];
		withBundles(client.bundle("mqtt", server), "mqtt",
				(bundle) -> registry[0] = new DefaultSslBundleRegistry("mqtt", bundle));
		this.runner.withPropertyValues("mqtt.driver.uris=" + this.broker.uri(), "mqtt.driver.ssl.bundle=mqtt")
			.withBean(SslBundles.class, () -> registry[0])
			.run((context) -> {
				assertConnected(context);
				withBundles(client.bundle("mqtt", renewed), "mqtt",
						(bundle) -> registry[0].updateBundle("mqtt", bundle));
				MqttReconnectManager manager = context.getBean(MqttReconnectManager.class);
				this.broker.stop();
				try (FakeMqttBroker after = FakeMqttBroker.builder()
					.port(this.broker.port())
					.tls(renewed.trusting(client))
					.start()) {
					assertThat(manager.reconnect()).succeedsWithin(Duration.ofSeconds(20));
					assertThat(after.openConnections()).isOne();
				}
			});
	}

	@Test
	void aBrokenReloadLeavesTheLastGoodContext(CapturedOutput output) {
		withBundles(client.bundle("mqtt", server), "mqtt", (good) -> {
			SslBundle broken = mock(SslBundle.class);
			given(broken.createSslContext()).willThrow(new IllegalStateException("corrupt file"));
			SslBundle[] now = { good };
			ReloadingSslContext context = new ReloadingSslContext(good, () -> now[0]);
			assertThat(context.get()).isNotNull().isSameAs(context.get());
			now[0] = broken;
			assertThat(context.get()).isSameAs(context.get());
			assertThat(output.getAll().split("corrupt file", -1)).hasSize(2);
		});
	}

	private void run(String[] bundle, FakeMqttBroker target, ContextConsumer<AssertableApplicationContext> test) {
		this.runner.withPropertyValues(bundle)
			.withPropertyValues("mqtt.driver.uris=" + target.uri(), "mqtt.driver.ssl.bundle=mqtt",
					"mqtt.driver.reconnect.validation.topic=check")
			.run(test);
	}

	private static void withBundles(String[] properties, String name, Consumer<SslBundle> use) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withPropertyValues(properties)
			.run((context) -> use.accept(context.getBean(SslBundles.class).getBundle(name)));
	}

	private static FakeMqttBroker start(KeyFile key) throws Exception {
		return FakeMqttBroker.builder().tls(key.trusting(client)).needClientAuth(true).start();
	}

	private static void assertConnected(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed();
		assertThat(context.getBean(MqttDriver.class).status().state()).isEqualTo(MqttDriverState.CONNECTED);
	}

	private static void assertRefused(AssertableApplicationContext context) {
		assertThat(context.getStartupFailure()).hasStackTraceContaining(MqttConnectException.class.getName())
			.hasStackTraceContaining("SSLHandshakeException");
	}

}
