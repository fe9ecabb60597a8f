package io.mqttdriver.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverClosedException;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.MqttReconnectManager;
import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.broker.Mosquitto.Subscriber;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that end while mosquitto is away, does not answer, or is busy with them.
 */
@Proof(Means.REAL)
class ShutdownTests {

	private static final Duration PHASE = Duration.ofSeconds(20);

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

	private ConfigurableApplicationContext run() {
		return this.site.run(Busy.class, this.net.uri(), "mqtt.driver.shutdown-timeout=1s",
				"spring.lifecycle.timeout-per-shutdown-phase=" + PHASE.toSeconds() + "s");
	}

	@Test
	@Fault("X1")
	void inAnOutageInARebuildAndUnderLoadItEndsInTimeAndSettlesAllAndLeavesNoThread() throws Exception {
		Set<Thread> before = Site.threads();
		underLoad(run());
		ConfigurableApplicationContext rebuilding = run();
		MqttDriver driver = rebuilding.getBean(MqttDriver.class);
		this.net.fallSilent();
		driver.publish("out/1", "x");
		rebuilding.getBean(MqttReconnectManager.class).reconnect();
		Site.await(() -> driver.status().state() == MqttDriverState.CONNECTING);
		ends(rebuilding, publishSome(driver));
		this.net.heal();
		ConfigurableApplicationContext away = run();
		this.mosquitto.stop();
		Site.awaitLost(away.getBean(MqttDriver.class));
		ends(away, publishSome(away.getBean(MqttDriver.class)));
		Site.awaitNoThreadsBesides(before);
	}

	private static List<CompletableFuture<MqttPublishResult>> publishSome(MqttDriver driver) {
		List<CompletableFuture<MqttPublishResult>> futures = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			futures.add(driver.publish("out/1", "x"));
		}
		return futures;
	}

	private static void ends(ConfigurableApplicationContext context, List<CompletableFuture<MqttPublishResult>> futures)
			throws Exception {
		endsInTime(context);
		for (CompletableFuture<MqttPublishResult> future : futures) {
			assertThat(future).failsWithin(Duration.ofSeconds(5))
				.withThrowableThat()
				.withCauseInstanceOf(MqttDriverClosedException.class);
		}
	}

	private static void endsInTime(ConfigurableApplicationContext context) {
		MqttDriver driver = context.getBean(MqttDriver.class);
		long begun = System.nanoTime();
		context.close();
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PHASE);
		assertThat(driver.status().state()).isEqualTo(MqttDriverState.STOPPED);
		assertThat(driver.status().pendingPublishes()).isZero();
	}

	private void underLoad(ConfigurableApplicationContext context) throws Exception {
		MqttDriver driver = context.getBean(MqttDriver.class);
		Queue<CompletableFuture<MqttPublishResult>> futures = new ConcurrentLinkedQueue<>();
		AtomicBoolean done = new AtomicBoolean();
		Thread out = new Thread(() -> {
			while (!done.get()) {
				futures.add(driver.publish("out/1", "x"));
			}
		});
		try (PlainPaho peer = PlainPaho.connect(this.mosquitto.uri(), "peer");
				Subscriber ear = this.mosquitto.subscribe("-t", "out/#", "-q", "1")) {
			out.start();
			for (int i = 0; i < 500; i++) {
				peer.send("in/1", "x", 1);
			}
			Site.await(() -> futures.size() > 1_000);
			endsInTime(context);
			done.set(true);
			out.join(10_000);
			assertThat(futures).allSatisfy((future) -> assertThat(future.handle((result, failure) -> true))
				.succeedsWithin(Duration.ofSeconds(5)));
			long acknowledged = futures.stream().filter((future) -> !future.isCompletedExceptionally()).count();
			Site.await(() -> ear.lines().size() >= acknowledged);
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Busy {

		@MqttListener("in/#")
		void on(String payload) throws InterruptedException {
			Thread.onSpinWait();
			assertThat(payload).isNotEmpty();
		}

	}

	@Test
	@Fault("P10")
	void publishingFromHandlersCallbacksDuringShutdownAndAfterItWorksOrFailsAtOnce() throws Exception {
		DefaultMqttDriver driver = this.site.connected(this.mosquitto.uri());
		Subscriber ear = this.mosquitto.subscribe("-t", "out/#", "-q", "1");
		CompletableFuture<Integer> inCallback = driver.publish("out/1", "first")
			.thenApply((result) -> driver.publish("out/1", "in a callback").join().reasonCode());
		assertThat(inCallback.get(20, TimeUnit.SECONDS)).isZero();
		Semaphore draining = new Semaphore(0);
		CompletableFuture<MqttPublishResult> whileDraining = new CompletableFuture<>();
		driver.subscribe("in/#", String.class, (message) -> {
			driver.publish("out/1", "in a handler").get(10, TimeUnit.SECONDS);
			draining.acquire();
			driver.publish("out/1", "in a handler while draining")
				.whenComplete((result, failure) -> whileDraining.complete(result));
		}).join();
		this.mosquitto.publish("-t", "in/1", "-q", "1", "-m", "x");
		Site.await(() -> ear.lines().size() == 3 && draining.hasQueuedThreads());
		CompletableFuture<Void> stopped = driver.disconnect();
		failsAtOnce(driver);
		draining.release();
		assertThat(whileDraining.get(20, TimeUnit.SECONDS).reasonCode()).isZero();
		stopped.get(20, TimeUnit.SECONDS);
		failsAtOnce(driver);
		driver.close();
		failsAtOnce(driver);
		assertThat(ear.lines()).containsExactly("first", "in a callback", "in a handler",
				"in a handler while draining");
		ear.close();
	}

	private static void failsAtOnce(MqttDriver driver) {
		CompletableFuture<MqttPublishResult> future = driver.publish("out/1", "too late");
		assertThat(future).failsWithin(Duration.ofSeconds(5))
			.withThrowableThat()
			.withCauseInstanceOf(MqttDriverClosedException.class);
	}

}
