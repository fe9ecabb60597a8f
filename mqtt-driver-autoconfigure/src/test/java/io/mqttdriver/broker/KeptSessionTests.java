package io.mqttdriver.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.autoconfigure.health.DriverHealth;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.integration.acks.SimpleAcknowledgment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications whose session mosquitto keeps.
 */
@Proof(Means.REAL)
class KeptSessionTests {

	private static final String KEPT = "mqtt.driver.session-expiry=1h";

	private final Site site = new Site();

	private Mosquitto mosquitto;

	private TcpProxy net;

	@BeforeEach
	void start() {
		Mosquitto.require();
		this.mosquitto = Mosquitto.startForgetful();
		this.net = TcpProxy.to(this.mosquitto.port());
	}

	@AfterEach
	void close() {
		this.site.close();
		if (this.net != null) {
			this.net.close();
			this.mosquitto.close();
		}
	}

	@Test
	@Fault("L14")
	void messagesBeforeTheSubscribeWaitForTheirListenersAndOldIdentifiersDoNotMisleadThem() throws Exception {
		this.site.run(Before.class, this.mosquitto.uri(), KEPT).close();
		List<String> sent = IntStream.range(0, 50).mapToObj((i) -> "m" + i).toList();
		try (PlainPaho peer = PlainPaho.connect(this.mosquitto.uri(), "peer")) {
			for (String payload : sent) {
				peer.publish("in/1", payload, 1);
			}
		}
		int before = this.mosquitto.log().size();
		ConfigurableApplicationContext context = this.site.run(After.class, this.mosquitto.uri(), KEPT);
		After after = context.getBean(After.class);
		Site.await(() -> after.one.size() >= 50 && after.all.size() >= 50);
		assertThat(after.one).isEqualTo(sent);
		assertThat(after.all).isEqualTo(sent);
		List<String> log = this.mosquitto.log();
		assertThat(first(log.subList(before, log.size()), "Sending PUBLISH to site "))
			.isLessThan(first(log.subList(before, log.size()), "Received SUBSCRIBE from site"));
		Site.await(() -> this.mosquitto.logged("Received PUBACK from site ") == 50);
		assertThat(context.getBean(MqttDriver.class).status().rebuilds()).isZero();
	}

	private static int first(List<String> log, String part) {
		return IntStream.range(0, log.size()).filter((i) -> log.get(i).contains(part)).findFirst().orElseThrow();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Before {

		@MqttListener(topic = "in/+", id = "one")
		void one(String payload) {
			assertThat(payload).isNotEmpty();
		}

	}

	/** An identifier of {@link Before} means another filter here. */
	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class After {

		private final List<String> all = new CopyOnWriteArrayList<>();

		private final List<String> one = new CopyOnWriteArrayList<>();

		@MqttListener(topic = "in/#", id = "all")
		void all(String payload) {
			this.all.add(payload);
		}

		@MqttListener(topic = "in/+", id = "one")
		void one(String payload) {
			this.one.add(payload);
		}

	}

	@Test
	@Fault("H3")
	void aConnectionLostWhileHandlingBringsTheMessageAgainAndItsLateAcknowledgementNowhere() throws Exception {
		ConfigurableApplicationContext context = this.site.run(Slow.class, this.net.uri(), KEPT);
		Slow slow = context.getBean(Slow.class);
		this.mosquitto.publish("-t", "in/1", "-q", "1", "-m", "first");
		this.mosquitto.publish("-t", "in/1", "-q", "1", "-m", "second");
		Site.await(() -> slow.begun.equals(List.of("first")));
		this.net.reset();
		MqttDriver driver = context.getBean(MqttDriver.class);
		Site.awaitRebuilt(driver, 0);
		Site.await(() -> this.mosquitto.logged("Sending PUBLISH to site (d1,") == 2);
		slow.permits.release();
		Site.await(() -> slow.begun.equals(List.of("first", "first")));
		assertThat(this.mosquitto.logged("Received PUBACK from site ")).isZero();
		slow.permits.release();
		Site.await(() -> slow.begun.equals(List.of("first", "first", "second")));
		Site.await(() -> this.mosquitto.logged("Received PUBACK from site ") == 1);
		slow.permits.release();
		Site.await(() -> this.mosquitto.logged("Received PUBACK from site ") == 2);
		assertThat(slow.begun).containsExactly("first", "first", "second");
		assertThat(driver.status().rebuilds()).isOne();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Slow {

		private final List<String> begun = new CopyOnWriteArrayList<>();

		private final Semaphore permits = new Semaphore(0);

		@MqttListener("in/#")
		void on(String payload) throws InterruptedException {
			this.begun.add(payload);
			this.permits.acquire();
		}

	}

	@Test
	@Fault("H9")
	void acknowledgedTwiceIsOnceAndNeverFillsTheWindowAndIsShownInHealth() throws Exception {
		ConfigurableApplicationContext context = this.site.run(Manual.class, this.mosquitto.uri(),
				"mqtt.driver.receive-maximum=4");
		Manual manual = context.getBean(Manual.class);
		MqttDriver driver = context.getBean(MqttDriver.class);
		this.mosquitto.publish("-t", "twice/1", "-q", "1", "-m", "x");
		Site.await(() -> manual.twice.size() == 1);
		Site.await(() -> this.mosquitto.logged("Received PUBACK from site ") == 1);
		for (int i = 0; i < 8; i++) {
			this.mosquitto.publish("-t", "never/1", "-q", "1", "-m", "n" + i);
		}
		Site.await(() -> manual.never.size() == 4);
		this.mosquitto.publish("-t", "twice/1", "-q", "1", "-m", "y");
		assertThat(DriverHealth.of(driver).getDetails().get("windowHolder")).asString().contains("never").contains("4");
		assertThat(this.mosquitto.logged("Sending PUBLISH to site ")).isEqualTo(5);
		assertThat(manual.never).hasSize(4);
		assertThat(this.mosquitto.logged("Received PUBACK from site ")).isEqualTo(1);
		List<Runnable> owed = new ArrayList<>();
		manual.owed.drainTo(owed);
		owed.forEach(Runnable::run);
		owed.forEach(Runnable::run);
		Site.await(() -> manual.never.size() == 8);
		manual.owed.drainTo(owed);
		owed.forEach(Runnable::run);
		Site.await(() -> manual.twice.size() == 2);
		Site.await(() -> this.mosquitto.logged("Received PUBACK from site ") == 10);
		Site.await(() -> !DriverHealth.of(driver).getDetails().containsKey("windowHolder"));
		assertThat(driver.status().rebuilds()).isZero();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Manual {

		private final List<String> twice = new CopyOnWriteArrayList<>();

		private final List<String> never = new CopyOnWriteArrayList<>();

		private final BlockingQueue<Runnable> owed = new LinkedBlockingQueue<>();

		@MqttListener(topic = "twice/#", id = "twice", ackMode = "manual")
		void twice(String payload, SimpleAcknowledgment acknowledgment) {
			acknowledgment.acknowledge();
			acknowledgment.acknowledge();
			this.twice.add(payload);
		}

		@MqttListener(topic = "never/#", id = "never", ackMode = "manual")
		void never(String payload, SimpleAcknowledgment acknowledgment) {
			this.never.add(payload);
			this.owed.add(acknowledgment::acknowledge);
		}

	}

}
