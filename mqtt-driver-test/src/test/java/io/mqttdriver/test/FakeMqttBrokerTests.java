package io.mqttdriver.test;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

class FakeMqttBrokerTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final FakeMqttBroker broker = FakeMqttBroker.start();

	@AfterEach
	void close() {
		this.broker.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2 })
	void messagesTravelWithTheirProperties(int qos) throws Exception {
		try (PahoClient client = new PahoClient(this.broker.uri(), "c")) {
			client.subscribe(7, "a/+/c");
			client.publish("a/b/c", "hello", qos, "k", "v");
			PahoClient.Arrived arrived = client.next();
			assertThat(arrived.text()).isEqualTo("hello");
			assertThat(arrived.message().getQos()).isEqualTo(qos);
			MqttProperties properties = arrived.message().getProperties();
			assertThat(properties.getSubscriptionIdentifiers()).containsExactly(7);
			assertThat(properties.getUserProperties()).extracting(UserProperty::getKey, UserProperty::getValue)
				.containsExactly(tuple("k", "v"));
			assertThat(this.broker.packets(MqttPacketType.PUBLISH)).singleElement().satisfies((packet) -> {
				assertThat(packet.text()).isEqualTo("hello");
				assertThat(packet.userProperty("k")).isEqualTo("v");
			});
			assertThat(this.broker.packets(MqttPacketType.SUBSCRIBE).get(0).subscriptionIdentifier()).isEqualTo(7);
			assertThat(this.broker.problems()).isEmpty();
		}
	}

	@Test
	void overlappingFiltersGetOneCopyOrOneEach() throws Exception {
		try (PahoClient client = new PahoClient(this.broker.uri(), "c")) {
			client.subscribe(1, "a/#");
			client.subscribe(2, "a/+");
			client.publish("a/b", "one", 1);
			assertThat(client.next().message().getProperties().getSubscriptionIdentifiers()).containsExactly(1, 2);
			this.broker.copyForEachFilter(true);
			client.publish("a/b", "two", 1);
			assertThat(client.next().message().getProperties().getSubscriptionIdentifiers()).containsExactly(1);
			assertThat(client.next().message().getProperties().getSubscriptionIdentifiers()).containsExactly(2);
		}
	}

	@Test
	void aSharedFilterIsServedOnceInTurn() throws Exception {
		try (PahoClient first = new PahoClient(this.broker.uri(), "c1");
				PahoClient second = new PahoClient(this.broker.uri(), "c2")) {
			first.subscribe(1, "$share/g/a");
			second.subscribe(1, "$share/g/a");
			first.publish("a", "1", 1);
			first.publish("a", "2", 1);
			assertThat(first.next().text()).isEqualTo("1");
			assertThat(second.next().text()).isEqualTo("2");
			assertThat(first.arrived).isEmpty();
		}
	}

	@Test
	void retainedMessagesComeOnSubscribing() throws Exception {
		try (PahoClient client = new PahoClient(this.broker.uri(), "c")) {
			client.client.publish("a", new MqttMessage("kept".getBytes(), 1, true, new MqttProperties()))
				.waitForCompletion(10_000);
			client.subscribe(1, "#");
			PahoClient.Arrived arrived = client.next();
			assertThat(arrived.text()).isEqualTo("kept");
			assertThat(arrived.message().isRetained()).isTrue();
		}
	}

	@Test
	void theBrokerPublishesWhatItIsTold() throws Exception {
		try (PahoClient client = new PahoClient(this.broker.uri(), "c")) {
			int clients = this.broker.publish(FakePublish.to("t")
				.payload("x")
				.qos(1)
				.packetId(99)
				.retain(true)
				.subscriptionIdentifiers(3, 4)
				.userProperty("k", "1")
				.userProperty("k", "2")
				.contentType("text/plain")
				.responseTopic("r")
				.correlationData(new byte[] { 1 })
				.messageExpiry(Duration.ofSeconds(9)));
			assertThat(clients).isEqualTo(1);
			MqttMessage message = client.next().message();
			assertThat(message.isRetained()).isTrue();
			assertThat(message.getProperties().getSubscriptionIdentifiers()).containsExactly(3, 4);
			assertThat(message.getProperties().getUserProperties()).hasSize(2);
			assertThat(message.getProperties().getContentType()).isEqualTo("text/plain");
			assertThat(message.getProperties().getResponseTopic()).isEqualTo("r");
			assertThat(message.getProperties().getCorrelationData()).containsExactly(1);
			assertThat(message.getProperties().getMessageExpiryInterval()).isEqualTo(9);
			assertThat(this.broker.await(MqttPacketType.PUBACK, 1, TIMEOUT).get(0).packetId()).isEqualTo(99);
		}
	}

	@Test
	void refusedFiltersAreSeenOneByOne() throws Exception {
		this.broker.onNext(MqttPacketType.SUBSCRIBE, Answer.reasonCode(1, 0x87, 2));
		try (PahoClient client = new PahoClient(this.broker.uri(), "c")) {
			IMqttToken token = client.subscribe(1, "a", "b", "c");
			assertThat(token.getReasonCodes()).containsExactly(1, 0x87, 2);
		}
	}

	@Test
	void aKickedClientSeesTheReason() throws Exception {
		try (PahoClient client = new PahoClient(this.broker.uri(), "c")) {
			assertThat(this.broker.kick("nobody")).isZero();
			assertThat(this.broker.kick("c")).isEqualTo(1);
			assertThat(client.disconnected.get(10, TimeUnit.SECONDS).getReturnCode()).isEqualTo(0x98);
			this.broker.awaitOpenConnections(0, TIMEOUT);
		}
	}

	@Test
	void theOlderOfTwoClientsWithOneIdentifierGoes() throws Exception {
		try (PahoClient older = new PahoClient(this.broker.uri(), "c");
				PahoClient newer = new PahoClient(this.broker.uri(), "c")) {
			assertThat(older.disconnected.get(10, TimeUnit.SECONDS).getReturnCode()).isEqualTo(0x8E);
			assertThat(newer.client.isConnected()).isTrue();
		}
	}

	@Test
	void aRefusedConnectFailsWithItsCode() {
		this.broker.on(MqttPacketType.CONNECT, Answer.reasonCode(0x86));
		assertThatExceptionOfType(MqttException.class)
			.isThrownBy(() -> new PahoClient(this.broker.uri(), "c", (options) -> {
				options.setUserName("u");
				options.setPassword("p".getBytes());
				options.setWill("w", new MqttMessage("gone".getBytes(), 1, false, new MqttProperties()));
			}))
			.satisfies((ex) -> assertThat(ex.getReasonCode()).isEqualTo(0x86));
		ReceivedPacket.Connect connect = this.broker.packets(MqttPacketType.CONNECT).get(0).connect();
		assertThat(connect.username()).isEqualTo("u");
		assertThat(connect.password()).asString().isEqualTo("p");
		assertThat(connect.cleanStart()).isTrue();
		assertThat(connect.keepAlive()).isEqualTo(60);
		assertThat(connect.will().topic()).isEqualTo("w");
		assertThat(connect.will().payload()).asString().isEqualTo("gone");
	}

	@Test
	void theWillOfALostClientIsPublished() throws Exception {
		try (PahoClient watcher = new PahoClient(this.broker.uri(), "watcher");
				PahoClient client = new PahoClient(this.broker.uri(), "c", (options) -> options.setWill("w",
						new MqttMessage("gone".getBytes(), 1, false, new MqttProperties())))) {
			watcher.subscribe(1, "w");
			assertThat(client.client.isConnected()).isTrue();
			this.broker.now("c", Answer.rst());
			assertThat(watcher.next().text()).isEqualTo("gone");
			client.disconnected.get(10, TimeUnit.SECONDS);
		}
	}

}
