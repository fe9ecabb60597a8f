package io.mqttdriver.broker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverBuilder.ClientIdPolicy;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.MqttPublishRejectedException;
import io.mqttdriver.MqttSubscribe;
import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.core.DefaultMqttDriverBuilder;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.MqttTestBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * QoS 2 both ways, over fresh and kept sessions, on Artemis and mosquitto: exactly once
 * within a session; over a rebuild at least once on the way out, where that is possible
 * at all, and at most once on the way in.
 */
@Proof(Means.REAL)
class Qos2Tests {

	private static final int PUBREC = 0x50;

	private static final int PUBREL = 0x62;

	private static final int PUBCOMP = 0x70;

	private static Mosquitto mosquitto;

	private static MqttTestBroker artemis;

	private final Site site = new Site();

	private final List<String> handled = new CopyOnWriteArrayList<>();

	private TcpProxy net;

	private PlainPaho peer;

	enum Broker {

		ARTEMIS, MOSQUITTO

	}

	private void start(Broker broker) throws Exception {
		if (broker == Broker.MOSQUITTO) {
			Mosquitto.require();
			mosquitto = (mosquitto != null) ? mosquitto : Mosquitto.startForgetful();
			connectPeer(mosquitto.uri(), mosquitto.port());
		}
		else {
			artemis = (artemis != null) ? artemis : MqttTestBroker.create();
			connectPeer(artemis.uri(), artemis.port());
		}
	}

	private void connectPeer(String uri, int port) throws Exception {
		this.net = TcpProxy.to(port);
		this.peer = PlainPaho.connect(uri, "peer").subscribe("out/#", 2);
	}

	@AfterEach
	void close() {
		this.site.close();
		if (this.peer != null) {
			this.peer.close();
		}
		if (this.net != null) {
			this.net.close();
		}
	}

	@AfterAll
	static void stopBrokers() {
		if (mosquitto != null) {
			mosquitto.close();
			mosquitto = null;
		}
		if (artemis != null) {
			artemis.close();
			artemis = null;
		}
	}

	private DefaultMqttDriver driver(Consumer<DefaultMqttDriverBuilder> settings) {
		return this.site.connected(this.net.uri(), (builder) -> {
			builder.publishTimeout(Duration.ofSeconds(2));
			settings.accept(builder);
		});
	}

	private DefaultMqttDriver fresh() {
		return driver((builder) -> {
		});
	}

	private DefaultMqttDriver kept() {
		return driver((builder) -> builder.sessionExpiry(Duration.ofHours(1)).keepAlive(Duration.ofSeconds(1)));
	}

	private void listen(MqttDriver driver) {
		driver
			.subscribe(MqttSubscribe.to("in/#", String.class)
				.qos(2)
				.handler((message) -> this.handled.add(message.getPayload()))
				.build())
			.join();
	}

	@ParameterizedTest
	@EnumSource
	void withinASessionEachMessageGoesOutOnce(Broker broker) throws Exception {
		start(broker);
		Offered offered = new Offered(fresh(), "out/a", 2);
		offered.publish(300);
		offered.acknowledged();
		Site.await(() -> this.peer.payloads().size() >= 300);
		offered.assertReceivedOnce(this.peer.payloads());
	}

	@ParameterizedTest
	@EnumSource
	@Fault("P5")
	void withoutItsPubcompAMessageGoesAgainInAFreshSession(Broker broker) throws Exception {
		start(broker);
		goesAgain(fresh());
	}

	@ParameterizedTest
	@EnumSource
	@Fault("P5")
	void withoutItsPubcompAMessageGoesAgainAlsoWhereTheClientIdStays(Broker broker) throws Exception {
		start(broker);
		DefaultMqttDriver driver = driver((builder) -> builder.reconnectClientId(ClientIdPolicy.STABLE));
		goesAgain(driver);
		assertThat(driver.status().clientId()).isEqualTo("site");
	}

	private void goesAgain(DefaultMqttDriver driver) throws Exception {
		Offered offered = new Offered(driver, "out/a", 2);
		this.net.swallow((bytes) -> (bytes[0] & 0xFF) == PUBREL);
		offered.publish(20);
		Site.await(() -> driver.status().lastFailure() != null);
		assertThat(driver.status().lastFailure()).contains("mqtt.driver.publish.timeout");
		offered.publish(20);
		offered.acknowledged();
		Site.await(() -> this.peer.payloads().contains("39"));
		offered.assertReceived(this.peer.payloads());
		assertThat(driver.status().rebuilds()).as("%s", driver.events()).isOne();
	}

	@Test
	@Fault("P5")
	void aRefusingPubrecFailsThatMessageAndTheConnectionLives() throws Exception {
		Mosquitto.require();
		try (Mosquitto strict = Mosquitto.startWithAccessList("topic readwrite out/#",
				"topic readwrite mqtt-driver/#")) {
			connectPeer(strict.uri(), strict.port());
			DefaultMqttDriver driver = fresh();
			Offered offered = new Offered(driver, "out/a", 2);
			offered.publish(10);
			var refused = driver.publish(MqttPublish.to("secret").payload("x").qos(2).build());
			offered.publish(10);
			assertThat(refused).failsWithin(Site.SOON)
				.withThrowableThat()
				.withCauseInstanceOf(MqttPublishRejectedException.class)
				.withMessageContaining("secret")
				.withMessageContaining("0x87");
			offered.acknowledged();
			Site.await(() -> this.peer.payloads().size() >= 20);
			offered.assertReceivedOnce(this.peer.payloads());
			assertThat(driver.status().rebuilds()).isZero();
			assertThat(driver.status().pendingPublishes()).isZero();
		}
	}

	/** The broker holds packet id 1 of somebody who had the same client id before. */
	@ParameterizedTest
	@EnumSource
	@Fault("P5")
	void withoutASessionOfItsOwnAStableClientIdDoesNotMeetAKeptOneWithUnfinishedPacketIds(Broker broker)
			throws Exception {
		start(broker);
		PlainPaho former = PlainPaho.connect(this.net.uri(), "site", true, 3_600);
		this.net.swallow((bytes) -> (bytes[0] & 0xFF) == PUBREL);
		for (int i = 0; i < 5; i++) {
			former.send("out/former", "former " + i, 2);
		}
		Site.await(this.net::hasSwallowed);
		former.close();
		Offered offered = new Offered(fresh(), "out/a", 2);
		offered.publish(20);
		offered.acknowledged();
		Site.await(() -> this.peer.payloads().contains("19"));
		assertThat(this.peer.payloads().stream().filter((payload) -> !payload.startsWith("former")))
			.containsExactlyElementsOf(offered.acknowledged().keySet());
	}

	@ParameterizedTest
	@EnumSource
	@Fault("P5")
	void onAKeptSessionQos2IsRefusedAtTheCall(Broker broker) throws Exception {
		start(broker);
		DefaultMqttDriver driver = driver((builder) -> builder.sessionExpiry(Duration.ofHours(1))
			.publishQos(2)
			.listenerDeadLetterTopic("out/dlt"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> driver.publish(MqttPublish.to("out/a").payload("x").qos(2).build()))
			.withMessageContaining("out/a")
			.withMessageContaining("mqtt.driver.session-expiry")
			.withMessageContaining("QoS 1");
		assertThatIllegalArgumentException().isThrownBy(() -> driver.publish("out/a", "by default"))
			.withMessageContaining("out/a");
		assertThat(driver.status().pendingPublishes()).isZero();
		Offered offered = new Offered(driver, "out/a", 1);
		offered.publish(10);
		offered.acknowledged();
		driver.subscribe("in/#", String.class, (message) -> {
			throw new IllegalStateException("no");
		}).join();
		this.peer.publish("in/1", "dead", 1);
		Site.await(() -> this.peer.payloads().size() >= 11);
		assertThat(this.peer.payloads()).last().isEqualTo("dead");
	}

	@Test
	@Fault("P5")
	void onAKeptSessionAReplyOfQos2EndsAsADeadLetterAndAWillOfQos2IsNoMatter() throws Exception {
		start(Broker.MOSQUITTO);
		ConfigurableApplicationContext context = this.site.run(Replying.class, mosquitto.uri(),
				"mqtt.driver.client-id=replying", "mqtt.driver.session-expiry=1h", "mqtt.driver.publish.qos=2",
				"mqtt.driver.will.topic=out/will", "mqtt.driver.will.payload=gone", "mqtt.driver.will.qos=2",
				"mqtt.driver.listener.dead-letter-topic=out/dlt");
		this.peer.publish("asks/1", "question", 1);
		Site.await(() -> this.peer.payloads().size() == 1);
		assertThat(this.peer.payloads()).containsExactly("question");
		mosquitto.awaitDelivered("replying");
		MqttDriver driver = context.getBean(MqttDriver.class);
		assertThat(driver.status().rebuilds()).isZero();
		assertThat(driver.status().pendingPublishes()).isZero();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Replying {

		@MqttListener("asks/#")
		@SendTo("out/reply")
		String answer(String question) {
			return "answer to " + question;
		}

	}

	@ParameterizedTest
	@EnumSource
	void withinASessionEachMessageIsHandledOnce(Broker broker) throws Exception {
		start(broker);
		DefaultMqttDriver driver = fresh();
		listen(driver);
		List<String> sent = send(300);
		Site.await(() -> this.handled.size() >= 300);
		assertThat(this.handled).isEqualTo(sent);
		assertThat(driver.status().rebuilds()).isZero();
	}

	private List<String> send(int count) throws Exception {
		List<String> sent = new CopyOnWriteArrayList<>();
		for (int i = 0; i < count; i++) {
			sent.add("m" + i);
			this.peer.publish("in/1", "m" + i, 2);
		}
		return sent;
	}

	/** The broker repeats the PUBLISH to the next client of the session. */
	@ParameterizedTest
	@EnumSource
	void aMessageWhosePubrecIsLostIsHandledOnceOverARebuildOfAKeptSession(Broker broker) throws Exception {
		start(broker);
		repeated(PUBREC);
		Site.await(() -> this.handled.size() >= 6);
		assertThat(this.handled).containsExactly("m0", "m1", "m2", "m3", "m4", "last");
	}

	/** The broker repeats the PUBREL to the next client of the session. */
	@ParameterizedTest
	@EnumSource
	void aMessageWhosePubcompIsLostIsHandledOnceOverARebuildOfAKeptSession(Broker broker) throws Exception {
		start(broker);
		repeated(PUBCOMP);
		Site.await(() -> this.handled.contains("last"));
		assertThat(this.handled).containsExactly("m0", "m1", "m2", "m3", "m4", "last");
	}

	private void repeated(int lost) throws Exception {
		DefaultMqttDriver driver = kept();
		listen(driver);
		this.net.swallow((bytes) -> (bytes[0] & 0xF0) == lost);
		send(5);
		Site.awaitRebuilt(driver, 0);
		this.peer.publish("in/1", "last", 2);
		Site.await(() -> this.handled.contains("last"));
	}

	@ParameterizedTest
	@EnumSource
	void overRebuildsMessagesAreHandledAtMostOnceInFreshAndKeptSessions(Broker broker) throws Exception {
		start(broker);
		atMostOnce(fresh());
		this.handled.clear();
		atMostOnce(driver((builder) -> builder.clientId("kept").sessionExpiry(Duration.ofHours(1))));
	}

	private void atMostOnce(DefaultMqttDriver driver) throws Exception {
		listen(driver);
		for (int round = 0; round < 4; round++) {
			long before = driver.status().rebuilds();
			for (int i = 0; i < 50; i++) {
				this.peer.send("in/1", round + "/" + i, 2);
			}
			this.net.reset();
			Site.awaitRebuilt(driver, before);
		}
		this.peer.publish("in/1", "last", 2);
		Site.await(() -> this.handled.contains("last"));
		assertThat(this.handled).doesNotHaveDuplicates();
		driver.close();
	}

}
