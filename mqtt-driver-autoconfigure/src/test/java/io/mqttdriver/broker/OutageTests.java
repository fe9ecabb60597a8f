package io.mqttdriver.broker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverBuilder.WhenFull;
import io.mqttdriver.MqttOutboxFullException;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.broker.Mosquitto.Subscriber;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens to accepted publishes and to subscriptions when mosquitto is killed,
 * stopped or out of reach; held against a subscriber of mosquitto's own.
 */
@Proof(Means.REAL)
class OutageTests {

	private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();

	private final Site site = new Site();

	private Mosquitto mosquitto;

	private TcpProxy net;

	private Subscriber ear;

	@BeforeEach
	void requireMosquitto() {
		Mosquitto.require();
	}

	@AfterEach
	void close() {
		this.site.close();
		if (this.ear != null) {
			this.ear.close();
		}
		if (this.net != null) {
			this.net.close();
		}
		if (this.mosquitto != null) {
			this.mosquitto.close();
		}
	}

	private void start(Mosquitto started) {
		this.mosquitto = started;
		this.net = TcpProxy.to(started.port());
		this.ear = started.subscribe("-t", "out/#", "-q", "1", "-c", "-i", "ear", "-x", "3600");
	}

	private void listen(MqttDriver driver) {
		driver.subscribe("in/#", String.class, (message) -> this.handled.add(message.getPayload())).join();
	}

	private void assertSubscribed() throws Exception {
		String payload = "heard " + System.nanoTime();
		this.mosquitto.publish("-t", "in/1", "-q", "1", "-m", payload);
		assertThat(this.handled.poll(20, TimeUnit.SECONDS)).isEqualTo(payload);
		assertThat(this.handled).isEmpty();
	}

	private void awaitHeard(String payload) {
		Site.await(() -> this.ear.lines().contains(payload));
	}

	@Test
	@Fault("L1")
	void aBrokerKilledWithItsSessionKeptCostsOneRebuildAndNoMessage() throws Exception {
		start(Mosquitto.start());
		DefaultMqttDriver driver = this.site.connected(this.mosquitto.uri(),
				(builder) -> builder.sessionExpiry(Duration.ofHours(1)));
		killed(driver);
		assertThat(driver.status().clientId()).isEqualTo("site");
	}

	@Test
	@Fault("L1")
	void aBrokerKilledThatForgotItsSessionsCostsOneRebuildAndNoMessage() throws Exception {
		start(Mosquitto.startForgetful());
		DefaultMqttDriver driver = this.site.connected(this.net.uri());
		killed(driver);
		assertThat(driver.status().clientId()).startsWith("site_reconnect_");
	}

	private void killed(DefaultMqttDriver driver) throws Exception {
		listen(driver);
		Offered offered = new Offered(driver, "out/a", 1);
		offered.publish(200);
		offered.acknowledged();
		awaitHeard("199");
		assertSubscribed();
		if (driver.status().serverUri().equals(this.mosquitto.uri())) {
			this.mosquitto.awaitDelivered("ear");
			this.mosquitto.awaitSaved();
		}
		this.mosquitto.freeze();
		offered.publish(50);
		this.net.fallSilent();
		this.mosquitto.kill();
		Site.awaitLost(driver);
		offered.publish(50);
		assertThat(driver.status().pendingPublishes()).isEqualTo(100);
		long subscriptions = this.mosquitto.subscriptions();
		this.mosquitto.restart();
		Site.await(() -> this.mosquitto.subscriptions() > subscriptions);
		this.net.heal();
		Site.awaitRebuilt(driver, 0);
		offered.acknowledged();
		awaitHeard("299");
		offered.assertReceived(this.ear.lines());
		assertThat(driver.status().rebuilds()).isOne();
		assertThat(driver.status().pendingPublishes()).isZero();
		assertSubscribed();
	}

	@Test
	@Fault("L2")
	void aStoppedBrokerIsFoundByTheOldestPublishInFlight() throws Exception {
		start(Mosquitto.start());
		DefaultMqttDriver driver = this.site.connected(this.mosquitto.uri(),
				(builder) -> builder.publishTimeout(Duration.ofSeconds(1)).keepAlive(Duration.ofMinutes(10)));
		listen(driver);
		Offered offered = new Offered(driver, "out/a", 1);
		offered.publish(20);
		offered.acknowledged();
		this.mosquitto.freeze();
		long frozen = System.nanoTime();
		offered.publish(20);
		Site.awaitLost(driver);
		assertThat(Duration.ofNanos(System.nanoTime() - frozen)).isGreaterThan(Duration.ofMillis(950));
		assertThat(driver.status().lastFailure()).contains("mqtt.driver.publish.timeout").contains("out/a");
		this.mosquitto.thaw();
		offered.publish(20);
		offered.acknowledged();
		awaitHeard("59");
		offered.assertReceived(this.ear.lines());
		assertThat(driver.status().rebuilds()).isOne();
		assertSubscribed();
	}

	@Test
	@Fault("L2")
	void aSilentNetIsFoundByTheOldestPublishAndWhenIdleByTheKeepAlive() throws Exception {
		start(Mosquitto.start());
		DefaultMqttDriver busy = this.site.connected(this.net.uri(),
				(builder) -> builder.publishTimeout(Duration.ofSeconds(1)).keepAlive(Duration.ofMinutes(10)));
		DefaultMqttDriver idle = this.site.connected(this.net.uri(),
				(builder) -> builder.clientId("idle")
					.keepAlive(Duration.ofSeconds(1))
					.publishTimeout(Duration.ofMinutes(10)));
		listen(idle);
		Offered offered = new Offered(busy, "out/a", 1);
		this.net.fallSilent();
		long silent = System.nanoTime();
		offered.publish(20);
		Site.awaitLost(idle);
		Duration found = Duration.ofNanos(System.nanoTime() - silent);
		assertThat(found).isBetween(Duration.ofMillis(490), Duration.ofSeconds(10));
		assertThat(idle.status().lastFailure()).contains("keep-alive");
		Site.awaitLost(busy);
		assertThat(busy.status().lastFailure()).contains("mqtt.driver.publish.timeout");
		this.net.heal();
		offered.acknowledged();
		awaitHeard("19");
		offered.assertReceived(this.ear.lines());
		Site.awaitRebuilt(idle, 0);
		assertThat(idle.status().rebuilds()).isOne();
		assertThat(busy.status().rebuilds()).isOne();
		assertSubscribed();
	}

	@Test
	@Fault("P8")
	void tenThousandOfAnOutageGoOutInOrderOverARestartInTheirMiddleAndOneMoreIsRejected() throws Exception {
		start(Mosquitto.startSavingInTheEnd());
		DefaultMqttDriver driver = this.site.connected(this.net.uri());
		this.mosquitto.stop();
		Site.awaitLost(driver);
		Offered offered = new Offered(driver, "out/queue", 1);
		offered.publish(10_000);
		assertThat(driver.status().pendingPublishes()).isEqualTo(10_000);
		assertThat(driver.publish("out/queue", "one more")).failsWithin(Duration.ofSeconds(5))
			.withThrowableThat()
			.withCauseInstanceOf(MqttOutboxFullException.class)
			.withMessageContaining("mqtt.driver.publish.outbox.capacity");
		AtomicInteger sent = new AtomicInteger();
		this.net.swallow((bytes) -> sent.addAndGet(bytes.length) > 100_000);
		this.mosquitto.restart();
		Site.await(() -> sent.get() > 100_000);
		Site.await(() -> driver.status().pendingPublishes() < 10_000);
		assertThat(driver.status().pendingPublishes()).isBetween(1, 9_999);
		this.mosquitto.awaitDelivered("ear");
		this.mosquitto.stop();
		Site.awaitLost(driver);
		this.net.heal();
		this.mosquitto.restart();
		offered.acknowledged();
		awaitHeard("9999");
		offered.assertReceived(this.ear.lines());
		assertThat(driver.status().pendingPublishes()).isZero();
	}

	@Test
	@Fault("P8")
	void oneMoreThanTheOutboxHoldsWaitsWhereThatIsSet() throws Exception {
		start(Mosquitto.startSavingInTheEnd());
		DefaultMqttDriver driver = this.site.connected(this.net.uri(),
				(builder) -> builder.publishOutboxCapacity(100).publishOutboxWhenFull(WhenFull.WAIT));
		this.mosquitto.stop();
		Site.awaitLost(driver);
		Offered offered = new Offered(driver, "out/queue", 1);
		offered.publish(100);
		CompletableFuture<MqttPublishResult> more = new CompletableFuture<>();
		Thread caller = new Thread(
				() -> driver.publish("out/queue", "100").whenComplete((result, failure) -> more.complete(result)),
				"caller");
		caller.start();
		Site.await(() -> caller.getState() == Thread.State.TIMED_WAITING);
		assertThat(driver.status().pendingPublishes()).isEqualTo(100);
		this.mosquitto.restart();
		caller.join(20_000);
		assertThat(more.get(20, TimeUnit.SECONDS).reasonCode()).isZero();
		offered.acknowledged();
		awaitHeard("100");
		List<String> heard = this.ear.lines();
		assertThat(heard.get(heard.size() - 1)).isEqualTo("100");
		offered.assertReceivedOnce(heard.subList(0, 100));
	}

}
