package io.mqttdriver.broker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverBuilder.WhenFull;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.core.DriverDetails;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.integration.mqtt.support.MqttHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * More from mosquitto than handlers can take.
 */
@Proof(Means.REAL)
class FloodTests {

	private static final int RETAINED = 20_000;

	private final Site site = new Site();

	private Mosquitto mosquitto;

	@BeforeEach
	void start() {
		Mosquitto.require();
		this.mosquitto = Mosquitto.startForgetful();
	}

	@AfterEach
	void close() {
		this.site.close();
		if (this.mosquitto != null) {
			this.mosquitto.close();
		}
	}

	/**
	 * The second flood comes with the rebuild in the middle of the first. mosquitto
	 * 2.0.11 keeps to the receive maximum (1,000) with retained messages only until the
	 * first PUBACK, then all the rest come and wait.
	 */
	@Test
	@Fault("L10")
	void aFloodOfRetainedMessagesOnResubscribingIsHeldInLittleMemoryAndInOrder() {
		publishRetained();
		DefaultMqttDriver driver = this.site.connected(this.mosquitto.uri());
		List<String> first = Collections.synchronizedList(new ArrayList<>());
		List<String> again = Collections.synchronizedList(new ArrayList<>());
		Semaphore permits = new Semaphore(0);
		long heap = ManyRebuildsTests.heap();
		driver.subscribe("flood/#", String.class, (message) -> {
			permits.acquire();
			String topic = message.getHeaders().get(MqttHeaders.RECEIVED_TOPIC, String.class);
			((driver.status().rebuilds() == 0) ? first : again).add(topic);
		}).join();
		Site.await(() -> lag(driver) == 1_000);
		permits.release(1_000);
		Site.await(() -> first.size() == 1_000 && lag(driver) == RETAINED - 1_000);
		assertThat((ManyRebuildsTests.heap() - heap) / RETAINED).as("bytes for each").isLessThan(4_000);
		driver.reconnectManager(true, false).reconnect();
		Site.awaitRebuilt(driver, 0);
		String id = driver.status().clientId();
		Site.await(() -> lag(driver) == RETAINED);
		permits.release(2 * RETAINED);
		Site.await(() -> lag(driver) == 0);
		this.mosquitto.awaitDelivered(id);
		List<String> sent = sent("site");
		assertThat(sent).hasSize(RETAINED);
		assertThat(first).isEqualTo(sent.subList(0, 1_000));
		assertThat(again.subList(0, RETAINED - 1_000)).isEqualTo(sent.subList(1_000, RETAINED));
		assertThat(again.subList(RETAINED - 1_000, again.size())).isEqualTo(sent(id)).hasSize(RETAINED);
		assertThat(driver.status().rebuilds()).isOne();
		assertThat(driver.windowHolder()).isEmpty();
	}

	private void publishRetained() {
		DefaultMqttDriver publisher = this.site.connected(this.mosquitto.uri(),
				(builder) -> builder.clientId("publisher").publishOutboxWhenFull(WhenFull.WAIT));
		for (int i = 0; i < RETAINED; i++) {
			publisher.publish(MqttPublish.to("flood/" + i).payload("x").retained(true).build());
		}
		Site.await(() -> publisher.status().pendingPublishes() == 0);
	}

	private static int lag(DefaultMqttDriver driver) {
		return driver.listeners().stream().mapToInt(DriverDetails.ListenerDetails::lag).sum();
	}

	/** As the broker says that it sent them. */
	private List<String> sent(String clientId) {
		Pattern line = Pattern.compile("Sending PUBLISH to " + Pattern.quote(clientId) + " .*'(flood/\\d+)'");
		return this.mosquitto.log()
			.stream()
			.map(line::matcher)
			.filter(Matcher::find)
			.map((one) -> one.group(1))
			.toList();
	}

	@Test
	@Fault("H10")
	void ofQos0TheOldestAreDroppedAndCounted() throws Exception {
		ConfigurableApplicationContext context = this.site.run(Slow.class, this.mosquitto.uri(),
				"mqtt.driver.listener.buffer.capacity=100");
		Slow slow = context.getBean(Slow.class);
		try (PlainPaho peer = PlainPaho.connect(this.mosquitto.uri(), "peer")) {
			peer.publish("in/1", "0", 0);
			Site.await(() -> slow.handled.size() == 1);
			for (int i = 1; i <= 500; i++) {
				peer.publish("in/1", Integer.toString(i), 0);
			}
		}
		MeterRegistry meters = context.getBean(MeterRegistry.class);
		Site.await(() -> dropped(meters) == 400);
		MqttDriver driver = context.getBean(MqttDriver.class);
		assertThat(((DriverDetails) driver).listeners().get(0).lag()).isEqualTo(101);
		slow.release.countDown();
		Site.await(() -> slow.handled.size() == 101);
		List<String> expected = new ArrayList<>(List.of("0"));
		IntStream.rangeClosed(401, 500).forEach((i) -> expected.add(Integer.toString(i)));
		assertThat(slow.handled).isEqualTo(expected);
		assertThat(dropped(meters)).isEqualTo(400);
		assertThat(driver.status().rebuilds()).isZero();
	}

	private static double dropped(MeterRegistry meters) {
		var counter = meters.find("mqtt.driver.messages.dropped").tag("reason", "qos0-overflow").counter();
		return (counter != null) ? counter.count() : 0;
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Slow {

		private final List<String> handled = new CopyOnWriteArrayList<>();

		private final CountDownLatch release = new CountDownLatch(1);

		@MqttListener(topic = "in/#", qos = "0")
		void on(String payload) throws InterruptedException {
			this.handled.add(payload);
			this.release.await();
		}

	}

}
