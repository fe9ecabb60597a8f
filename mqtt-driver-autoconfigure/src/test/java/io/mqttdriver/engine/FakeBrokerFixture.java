package io.mqttdriver.engine;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.mqttdriver.engine.PublishProperties.UserProperty;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.FakeMqttBroker;
import io.mqttdriver.test.FakePublish;
import io.mqttdriver.test.MqttPacketType;
import io.mqttdriver.test.ReceivedPacket;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * An engine over a socket, against {@link FakeMqttBroker}, in real time.
 */
public final class FakeBrokerFixture implements EngineFixture {

	private final Engine engine;

	private final FakeMqttBroker broker = FakeMqttBroker.start();

	public FakeBrokerFixture(Engine engine) {
		this.engine = engine;
	}

	@Override
	public Engine engine() {
		return this.engine;
	}

	@Override
	public URI uri() {
		return URI.create(this.broker.uri());
	}

	@Override
	public void await(BooleanSupplier condition) {
		Awaitility.await()
			.atMost(10, TimeUnit.SECONDS)
			.pollInterval(Duration.ofMillis(2))
			.until(condition::getAsBoolean);
	}

	@Override
	public void calmDown() {
		Awaitility.await().pollDelay(Duration.ofMillis(60)).until(() -> true);
	}

	@Override
	public void accept(ServerLimits limits, boolean sessionPresent) {
		this.broker.on(MqttPacketType.CONNECT, Answer.normal());
		this.broker.connack((connack) -> {
			connack.sessionPresent(sessionPresent)
				.receiveMaximum(limits.receiveMaximum())
				.retainAvailable(limits.retainAvailable())
				.maximumPacketSize((int) limits.maximumPacketSize())
				.wildcardAvailable(limits.wildcardAvailable())
				.sharedAvailable(limits.sharedAvailable())
				.subscriptionIdentifiersAvailable(limits.identifiersAvailable())
				.serverKeepAlive(limits.keepAlive());
			if (limits.maximumQos() < 2) {
				connack.maximumQos(limits.maximumQos());
			}
		});
	}

	@Override
	public void refuse(int reasonCode, @Nullable String serverReference) {
		this.broker.connack((connack) -> {
			if (serverReference != null) {
				connack.serverReference(serverReference);
			}
		});
		this.broker.on(MqttPacketType.CONNECT, Answer.reasonCode(reasonCode));
	}

	@Override
	public void ignoreConnects() {
		this.broker.on(MqttPacketType.CONNECT, Answer.ignore());
	}

	@Override
	public void acceptLate() {
		this.broker.sendRaw(new byte[] { 0x20, 3, 0, 0, 0 });
	}

	@Override
	public void answerPublishes(int... reasonCodes) {
		this.broker.onNext(MqttPacketType.PUBLISH,
				IntStream.of(reasonCodes).mapToObj(Answer::reasonCode).toArray(Answer[]::new));
	}

	@Override
	public void ignorePublishes() {
		this.broker.on(MqttPacketType.PUBLISH, Answer.ignore());
	}

	@Override
	public void answerFilters(int... reasonCodes) {
		this.broker.onNext(MqttPacketType.SUBSCRIBE, Answer.reasonCode(reasonCodes));
		this.broker.onNext(MqttPacketType.UNSUBSCRIBE, Answer.reasonCode(reasonCodes));
	}

	@Override
	public void deliver(Message message) {
		PublishProperties properties = message.properties();
		FakePublish publish = FakePublish.to(message.topic())
			.payload(message.payload())
			.qos(message.qos())
			.retain(message.retained())
			.subscriptionIdentifiers(message.identifiers().stream().mapToInt(Integer::intValue).toArray());
		if (properties.utf8Payload()) {
			publish.property("payloadFormatIndicator", 1);
		}
		if (properties.messageExpiry() != null) {
			publish.messageExpiry(properties.messageExpiry());
		}
		if (properties.contentType() != null) {
			publish.contentType(properties.contentType());
		}
		if (properties.responseTopic() != null) {
			publish.responseTopic(properties.responseTopic());
		}
		if (properties.correlationData() != null) {
			publish.correlationData(properties.correlationData());
		}
		properties.userProperties().forEach((property) -> publish.userProperty(property.name(), property.value()));
		this.broker.publish(publish);
	}

	@Override
	public void deliverWithoutTopicName(int qos) {
		this.broker.sendRaw(WirePublish.of("a/#", qos, 7, "x"));
	}

	@Override
	public void drop() {
		this.broker.finAll();
	}

	@Override
	public void disconnect(int reasonCode, @Nullable String serverReference) {
		this.broker.now(Answer.disconnect(reasonCode, serverReference));
	}

	@Override
	public void stall() {
		this.broker.stallAll();
	}

	@Override
	public List<Message> published() {
		return this.broker.packets(MqttPacketType.PUBLISH).stream().map(FakeBrokerFixture::message).toList();
	}

	private static Message message(ReceivedPacket packet) {
		Map<String, Object> from = packet.properties();
		Integer expiry = (Integer) from.get("messageExpiryInterval");
		PublishProperties properties = new PublishProperties(
				Integer.valueOf(1).equals(from.get("payloadFormatIndicator")),
				(expiry != null) ? Duration.ofSeconds(expiry) : null, (String) from.get("contentType"),
				(String) from.get("responseTopic"), (byte[]) from.get("correlationData"),
				packet.userProperties()
					.stream()
					.map((pair) -> new UserProperty(pair.getKey(), pair.getValue()))
					.toList());
		return new Message(packet.topic(), new String(packet.payload(), StandardCharsets.UTF_8), packet.qos(),
				packet.retain(), List.of(), properties);
	}

	@Override
	public List<Subscribed> subscribed() {
		return this.broker.packets(MqttPacketType.SUBSCRIBE).stream().map((packet) -> {
			Integer identifier = packet.subscriptionIdentifier();
			return new Subscribed((identifier != null) ? identifier : 0,
					packet.filters()
						.stream()
						.map((filter) -> new WireSubscription(filter.filter(), filter.qos(), filter.retainHandling()))
						.toList());
		}).toList();
	}

	@Override
	public List<List<String>> unsubscribed() {
		return this.broker.packets(MqttPacketType.UNSUBSCRIBE)
			.stream()
			.map((packet) -> packet.filters().stream().map(ReceivedPacket.Filter::filter).toList())
			.toList();
	}

	@Override
	public int acknowledgements() {
		return this.broker.packets(MqttPacketType.PUBACK).size();
	}

	@Override
	public List<Integer> refusals() {
		return this.broker.packets(MqttPacketType.PUBACK)
			.stream()
			.map(ReceivedPacket::reasonCode)
			.filter((code) -> code >= 0x80)
			.toList();
	}

	@Override
	public List<Integer> disconnects() {
		return this.broker.packets(MqttPacketType.DISCONNECT).stream().map(ReceivedPacket::reasonCode).toList();
	}

	@Override
	public int connections() {
		return this.broker.openConnections();
	}

	@Override
	public void close() {
		this.broker.close();
	}

}
