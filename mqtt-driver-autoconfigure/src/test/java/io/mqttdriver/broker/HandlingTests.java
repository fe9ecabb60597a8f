package io.mqttdriver.broker;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttReconnectManager;
import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.autoconfigure.health.DriverHealth;
import io.mqttdriver.broker.Mosquitto.Subscriber;
import io.mqttdriver.core.DriverDetails;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.messaging.handler.annotation.DestinationVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What handlers may do to a connection to mosquitto: nothing.
 */
@Proof(Means.REAL)
class HandlingTests {

	private static final String SHORT_KEEP_ALIVE = "short-keep-alive";

	private static Mosquitto mosquitto;

	private final Site site = new Site();

	private Handlers handlers;

	private MqttDriver driver;

	private Subscriber letters;

	private long connections;

	@BeforeAll
	static void startBroker() {
		Mosquitto.require();
		mosquitto = Mosquitto.startForgetful();
	}

	@AfterAll
	static void stopBroker() {
		if (mosquitto != null) {
			mosquitto.close();
		}
	}

	@BeforeEach
	void start(TestInfo test) {
		String keepAlive = test.getTags().contains(SHORT_KEEP_ALIVE) ? "2s" : "60s";
		ConfigurableApplicationContext context = this.site.run(Handlers.class, mosquitto.uri(),
				"mqtt.driver.keep-alive=" + keepAlive, "mqtt.driver.receive-maximum=10",
				"mqtt.driver.maximum-packet-size=16MB", "mqtt.driver.listener.dead-letter-topic=dlt/{topic}");
		this.handlers = context.getBean(Handlers.class);
		this.driver = context.getBean(MqttDriver.class);
		this.letters = mosquitto.subscribe("-t", "dlt/#", "-q", "1", "-F", "%t %l");
		this.connections = connections();
	}

	@AfterEach
	void close() {
		this.letters.close();
		this.site.close();
	}

	private static long connections() {
		return mosquitto.logged(" as site ") + mosquitto.logged(" as site_");
	}

	private void assertConnectionUntouched() {
		assertThat(this.driver.status().state()).isEqualTo(MqttDriverState.CONNECTED);
		assertThat(this.driver.status().rebuilds()).isZero();
		assertThat(connections()).isEqualTo(this.connections);
	}

	private DriverDetails.ListenerDetails listener(String id) {
		return ((DriverDetails) this.driver).listeners()
			.stream()
			.filter((listener) -> listener.id().equals(id))
			.findFirst()
			.orElseThrow();
	}

	@Test
	@Fault("H1")
	void whatAHandlerThrowsIsRetriedDeadLetteredAndAcknowledgedAfterThat() {
		for (String kind : List.of("exception", "error", "overflow")) {
			int before = mosquitto.log().size();
			mosquitto.publish("-t", "throws/" + kind, "-q", "1", "-m", kind);
			Site.await(() -> mosquitto.log()
				.stream()
				.skip(before)
				.anyMatch((line) -> line.contains("Received PUBACK from site ")));
			List<String> log = mosquitto.log().stream().skip(before).toList();
			int letter = indexOf(log, "Received PUBLISH from site ", "'dlt/throws/" + kind + "'");
			assertThat(letter).isNotNegative().isLessThan(indexOf(log, "Received PUBACK from site ", ""));
			assertThat(log).filteredOn((line) -> line.contains("Received PUBACK from site ")).hasSize(1);
			assertThat(this.handlers.attempts).containsEntry(kind, 3);
			Site.await(() -> this.letters.lines().contains("dlt/throws/" + kind + " " + kind.length()));
		}
		assertThat(this.letters.lines()).hasSize(3);
		assertConnectionUntouched();
	}

	private static int indexOf(List<String> log, String first, String second) {
		return IntStream.range(0, log.size())
			.filter((i) -> log.get(i).contains(first) && log.get(i).contains(second))
			.findFirst()
			.orElse(-1);
	}

	@Test
	@Tag(SHORT_KEEP_ALIVE)
	@Fault("H2")
	void whileAHandlerHangsOthersGoOnAndTheConnectionLivesAndHealthSaysWhoHolds() throws Exception {
		mosquitto.publish("-t", "hangs", "-q", "1", "-m", "x");
		Site.await(() -> this.handlers.hanging.hasQueuedThreads());
		long begun = System.nanoTime();
		long pings = mosquitto.logged("Received PINGREQ from site");
		try (PlainPaho peer = PlainPaho.connect(mosquitto.uri(), "peer")) {
			for (int i = 0; i < 60; i++) {
				peer.publish("goes/on", "m" + i, 1);
			}
		}
		Site.await(() -> this.handlers.heard.size() == 60);
		assertThat(this.handlers.heard).isEqualTo(IntStream.range(0, 60).mapToObj((i) -> "m" + i).toList());
		assertThat(DriverHealth.of(this.driver).getDetails().get("windowHolder")).asString().contains("hangs");
		assertThat(DriverHealth.of(this.driver).getStatus().getCode()).isEqualTo("UP");
		assertThat(listener("hangs").lag()).isOne();
		assertThat(listener("goes.on").lag()).isZero();
		Awaitility.await()
			.atMost(Site.SOON)
			.until(() -> System.nanoTime() - begun > TimeUnit.MILLISECONDS.toNanos(3_500));
		assertThat(mosquitto.logged("Received PINGREQ from site")).isGreaterThan(pings);
		assertConnectionUntouched();
		this.handlers.hanging.release();
		Site.await(() -> listener("hangs").processed() == 1);
		Site.await(() -> !DriverHealth.of(this.driver).getDetails().containsKey("windowHolder"));
		assertConnectionUntouched();
	}

	@Test
	@Fault("H7")
	void hostilePayloadsAreRefusedAndDeadLetteredAndNothingIsLoaded(@TempDir Path folder) throws Exception {
		String keys = IntStream.range(0, 1_000_000)
			.mapToObj((i) -> "\"k" + i + "\":0")
			.collect(Collectors.joining(",", "{", "}"));
		Map<String, String> payloads = Map.of("malformed", "{\"celsius\":", "deep",
				"{\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}", "digits",
				"{\"celsius\":" + "9".repeat(1_000_000) + "}", "keys", keys);
		for (Map.Entry<String, String> one : payloads.entrySet()) {
			Path file = Files.writeString(folder.resolve(one.getKey()), one.getValue());
			mosquitto.publish("-t", "json/" + one.getKey(), "-q", "1", "-f", file.toString());
			Site.await(() -> this.letters.lines()
				.contains("dlt/json/" + one.getKey() + " " + one.getValue().getBytes(StandardCharsets.UTF_8).length));
		}
		for (String type : List.of("Unknown", Canary.class.getName(), "java.lang.Runtime")) {
			int before = this.letters.lines().size();
			mosquitto.publish("-t", "json/type", "-q", "1", "-m", "{\"celsius\":1}", "-D", "publish", "user-property",
					"type", type);
			Site.await(() -> this.letters.lines().size() > before);
			assertThat(this.letters.lines()).last().isEqualTo("dlt/json/type 13");
		}
		assertThat(System.getProperty("io.mqttdriver.canary")).isNull();
		tooLarge(folder);
		mosquitto.publish("-t", "json/good", "-q", "1", "-m", "{\"celsius\":21.5}");
		Site.await(() -> !this.handlers.heard.isEmpty());
		assertThat(this.handlers.heard).containsExactly("Reading[celsius=21.5]");
		assertConnectionUntouched();
	}

	/** More than the announced packet size never gets here. */
	private static void tooLarge(Path folder) throws Exception {
		Path file = Files.write(folder.resolve("large"), new byte[50_000_000]);
		mosquitto.publish("-t", "json/large", "-q", "1", "-f", file.toString());
	}

	@Test
	@Fault({ "H8", "P10" })
	void aHandlerMayPublishAndWaitUnsubscribeReconnectAndDisconnect() throws Exception {
		try (Subscriber ear = mosquitto.subscribe("-t", "answers/#", "-q", "1")) {
			mosquitto.publish("-t", "calls/publish", "-q", "1", "-m", "published");
			Site.await(() -> this.handlers.heard.contains("publish acknowledged"));
			Site.await(() -> ear.lines().contains("published"));
		}
		this.driver.subscribe("own/filter", String.class, (message) -> {
			this.driver.unsubscribe("own/filter").get(10, TimeUnit.SECONDS);
			this.handlers.heard.add("unsubscribed");
		}).join();
		mosquitto.publish("-t", "own/filter", "-q", "1", "-m", "x");
		Site.await(() -> this.handlers.heard.contains("unsubscribed"));
		assertThat(mosquitto.logged("Received UNSUBSCRIBE from site")).isPositive();
		assertConnectionUntouched();
		mosquitto.publish("-t", "calls/reconnect", "-q", "1", "-m", "x");
		Site.await(() -> this.handlers.heard.contains("reconnect done"));
		assertThat(this.driver.status().rebuilds()).isOne();
		long begun = System.nanoTime();
		mosquitto.publish("-t", "calls/disconnect", "-q", "1", "-m", "x");
		Site.await(() -> this.driver.status().state() == MqttDriverState.STOPPED);
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(12));
		this.driver.connect().get(10, TimeUnit.SECONDS);
		mosquitto.publish("-t", "goes/on", "-q", "1", "-m", "again");
		Site.await(() -> this.handlers.heard.contains("again"));
	}

	record Reading(double celsius) {
	}

	static class Canary {

		static {
			System.setProperty("io.mqttdriver.canary", "loaded");
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Handlers {

		private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

		private final List<String> heard = new CopyOnWriteArrayList<>();

		private final Semaphore hanging = new Semaphore(0);

		@Autowired
		private MqttDriver driver;

		@Autowired
		private MqttReconnectManager manager;

		@MqttListener(topic = "throws/{kind}", id = "throws")
		void throwing(String payload, @DestinationVariable String kind) {
			this.attempts.merge(kind, 1, Integer::sum);
			switch (kind) {
				case "exception" -> throw new IllegalStateException("as the test wants");
				case "error" -> throw new LinkageError("as the test wants");
				default -> overflow(0);
			}
		}

		private long overflow(long depth) {
			return overflow(depth + 1) + 1;
		}

		@MqttListener(topic = "hangs", id = "hangs")
		void hanging(String payload) throws InterruptedException {
			this.hanging.acquire();
		}

		@MqttListener(topic = "goes/on", id = "goes.on")
		void goingOn(String payload) {
			this.heard.add(payload);
		}

		@MqttListener(topic = "json/#", id = "json")
		void json(Reading reading) {
			this.heard.add(reading.toString());
		}

		@MqttListener(topic = "calls/{what}", id = "calls")
		void calling(String payload, @DestinationVariable String what) throws Exception {
			switch (what) {
				case "publish" -> {
					this.driver.publish("answers/1", payload).get(10, TimeUnit.SECONDS);
					this.heard.add("publish acknowledged");
				}
				case "reconnect" -> {
					this.manager.reconnect().get(10, TimeUnit.SECONDS);
					this.heard.add("reconnect done");
				}
				default -> this.driver.disconnect().get(10, TimeUnit.SECONDS);
			}
		}

	}

}
