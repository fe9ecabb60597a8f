package io.mqttdriver.autoconfigure;

import java.io.PrintWriter;
import java.io.StringWriter;

import io.mqttdriver.annotation.MqttListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class InvalidSettingsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, MqttDriverAutoConfiguration.class))
		.withPropertyValues("mqtt.driver.auto-startup=false");

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					uris=http://h:1 | mqtt.driver.uris | http | ssl://
					uris=ws://h:1 | mqtt.driver.uris | ws://h | hivemq
					uris=wss://h:1 | mqtt.driver.uris | wss://h | ssl://
					uris=tcp://h:99999 | mqtt.driver.uris | 99999 | 1883
					uris= | mqtt.driver.uris | empty | at least one server
					session-expiry=1h | mqtt.driver.session-expiry | PT1H | mqtt.driver.client-id
					publish.qos=3 | mqtt.driver.publish.qos | 3 | 0, 1 or 2
					listener.qos=-1 | mqtt.driver.listener.qos | -1 | 0, 1 or 2
					will.topic=w,will.qos=3 | mqtt.driver.will.qos | 3 | 0, 1 or 2
					will.payload=x | mqtt.driver.will.topic | | set it
					will.topic=a/+ | mqtt.driver.will | a/+ | without wildcards
					will.topic=w,will.delay=10s | mqtt.driver.will.delay | PT10S | session-expiry
					keep-alive=-1s | mqtt.driver.keep-alive | PT-1S | 0s
					connect-timeout=0s | mqtt.driver.connect-timeout | PT0S | 0s
					shutdown-timeout=-1s | mqtt.driver.shutdown-timeout | PT-1S | 0s
					session-expiry=-1s,client-id=c | mqtt.driver.session-expiry | PT-1S | 0s
					receive-maximum=0 | mqtt.driver.receive-maximum | 0 | 65
					receive-maximum=65536 | mqtt.driver.receive-maximum | 65536 | 65
					maximum-packet-size=0B | mqtt.driver.maximum-packet-size | 0 | set
					maximum-packet-size=3GB | mqtt.driver.maximum-packet-size | 3221225472 | 256MB
					publish.timeout=0s | mqtt.driver.publish.timeout | PT0S | above zero
					publish.delivery-timeout=-1s | mqtt.driver.publish.delivery-timeout | PT-1S | above zero
					publish.outbox.capacity=0 | mqtt.driver.publish.outbox.capacity | is 0 | at least 1
					publish.outbox.max-bytes=-1B | mqtt.driver.publish.outbox | max-bytes is -1 | at least 1
					reconnect.min-interval=-1s | mqtt.driver.reconnect.min-interval | PT-1S | 0s
					reconnect.multiplier=0.5 | mqtt.driver.reconnect.multiplier | 0.5 | 1
					reconnect.max-interval=-1s | mqtt.driver.reconnect.max-interval | PT-1S | 0s
					reconnect.jitter=2 | mqtt.driver.reconnect.jitter | 2 | 1
					reconnect.spread=-1s | mqtt.driver.reconnect.spread | PT-1S | 0s
					reconnect.stable-after=-1s | mqtt.driver.reconnect.stable-after | PT-1S | 0s
					reconnect.max-failures=0 | mqtt.driver.reconnect.max-failures | 0 | 1
					reconnect.open-duration=-1s | mqtt.driver.reconnect.open-duration | PT-1S | 0s
					reconnect.client-id=fresh,session-expiry=1h,client-id=c | mqtt.driver.reconnect.client-id | fresh | session-expiry
					reconnect.validation.topic=a/# | mqtt.driver.reconnect.validation.topic | a/# | wildcard
					reconnect.validation.timeout=0s | mqtt.driver.reconnect.validation.timeout | PT0S | 0s
					listener.concurrency=0 | mqtt.driver.listener.concurrency | 0 | 1
					listener.buffer.capacity=0 | mqtt.driver.listener.buffer.capacity | 0 | set
					listener.buffer.max-bytes=-1B | mqtt.driver.listener.buffer.max-bytes | -1 | set
					listener.retry.max-retries=-1 | mqtt.driver.listener.retry.max-retries | -1 | 0
					listener.retry.initial-interval=-1s | mqtt.driver.listener.retry.initial-interval | PT-1S | 0s
					listener.retry.multiplier=0 | mqtt.driver.listener.retry.multiplier | 0 | 1
					listener.retry.max-interval=-1s | mqtt.driver.listener.retry.max-interval | PT-1S | 0s
					messages.type-property= | mqtt.driver.messages.type-property | empty | type
					listener.dead-letter-topic=a/# | mqtt.driver.listener.dead-letter-topic | a/# | wildcard
					""")
	void theAnalysisNamesPropertyValueAndWayOut(String settings, String property, String value, String wayOut) {
		FailureAnalysis analysis = analyze(settings.split(","));
		assertThat(analysis.getDescription()).contains(property, (value != null) ? value : "", wayOut);
		assertThat(analysis.getAction()).isNotEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			keep-alive=soon | mqtt.driver.keep-alive | soon
			engine=hivemq | mqtt.driver.engine | hivemq
			startup=later | mqtt.driver.startup | later
			publish.outbox.when-full=explode | mqtt.driver.publish.outbox.when-full | explode
			reconnect.client-id=random | mqtt.driver.reconnect.client-id | random
			messages.types.order=no.such.Order | mqtt.driver.messages.types.order | no.such.Order
			""")
	void aValueOfTheWrongKindIsNamed(String setting, String property, String value) {
		FailureAnalysis analysis = analyze(setting);
		assertThat(analysis.getDescription()).contains(property, value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "tcp://me:hunter2@h:1883", "tcp://me:hunter2@h:x", "tcp://me:hunter2 @h",
			"ws://me:hunter2@h", "tcp://hunter2@h" })
	void userInfoIsRefusedWithoutPrintingIt(String uri) {
		this.runner.withPropertyValues("mqtt.driver.uris=" + uri).run((context) -> {
			Throwable failure = context.getStartupFailure();
			assertThat(failure).isNotNull();
			assertThat(analyze(failure).getDescription()).contains("mqtt.driver.uris");
			assertThat(failure).hasStackTraceContaining("mqtt.driver.uris");
			assertThat(failure).satisfies((thrown) -> assertThat(stackTrace(thrown)).doesNotContain("hunter2"));
		});
	}

	@Test
	void aMissingBundleIsNamed() {
		assertThat(analyze("ssl.bundle=nowhere").getDescription()).contains("nowhere");
	}

	@Test
	void anInvalidListenerIsAnalysed() {
		this.runner.withBean(BadListener.class).run((context) -> {
			Throwable failure = context.getStartupFailure();
			assertThat(failure).isNotNull();
			FailureAnalysis analysis = analyze(failure);
			assertThat(analysis.getDescription()).contains("BadListener", "qos", "7");
			assertThat(analysis.getAction()).contains("0 to 2");
		});
	}

	private FailureAnalysis analyze(String... settings) {
		FailureAnalysis[] analysis = new FailureAnalysis[1];
		String[] properties = new String[settings.length];
		for (int i = 0; i < settings.length; i++) {
			properties[i] = "mqtt.driver." + settings[i];
		}
		this.runner.withPropertyValues(properties).run((context) -> {
			assertThat(context).hasFailed();
			analysis[0] = analyze(context.getStartupFailure());
		});
		return analysis[0];
	}

	/** As SpringApplication does it. */
	static FailureAnalysis analyze(Throwable failure) {
		ArgumentResolver arguments = ArgumentResolver.of(BeanFactory.class, new DefaultListableBeanFactory())
			.and(Environment.class, new MockEnvironment().withProperty("mqtt.driver.uris", "tcp://me:pw@x:1,tcp://y"));
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, arguments)
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter((analysis) -> analysis != null)
			.findFirst()
			.orElseThrow(() -> new AssertionError("No analysis", failure));
	}

	private static String stackTrace(Throwable failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

	static final class BadListener {

		@MqttListener(topic = "a", qos = "7")
		void on(String text) {
		}

	}

}
