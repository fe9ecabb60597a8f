package io.mqttdriver.wire;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.FakePublish;
import io.mqttdriver.test.MqttPacketType;
import io.mqttdriver.test.ReceivedPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Filters that match one topic, and how brokers serve them.
 */
@Proof(Means.WIRE)
class OverlapTests {

	private static final String COVERING = "in/#";

	private static final String COVERED = "in/+/b";

	private static final String OTHER = "in/a/#";

	private final Map<String, List<String>> handled = new ConcurrentHashMap<>();

	private final WireDriver wire = new WireDriver();

	@AfterEach
	void end() {
		this.wire.close();
	}

	private void connect(String... filters) {
		for (String filter : filters) {
			List<String> payloads = this.handled.computeIfAbsent(filter, (key) -> new CopyOnWriteArrayList<>());
			this.wire.driver.subscribe(filter, String.class, (message) -> payloads.add(message.getPayload()));
		}
		this.wire.connected();
	}

	private int[] identifiers() {
		return this.wire.broker.packets(MqttPacketType.SUBSCRIBE)
			.stream()
			.mapToInt(ReceivedPacket::subscriptionIdentifier)
			.toArray();
	}

	private void send(String payload, int... identifiers) {
		this.wire.broker.publish(FakePublish.to("in/a/b").qos(1).payload(payload).subscriptionIdentifiers(identifiers));
	}

	/** The acknowledgements are the last that happens. */
	private void assertEachGot(int copies, String... payloads) {
		this.wire.broker.await(MqttPacketType.PUBACK, copies, WireDriver.SOON);
		assertThat(this.handled).allSatisfy((filter, got) -> assertThat(got).as(filter).containsExactly(payloads));
	}

	@Test
	@Fault("H6")
	void overlappingFiltersGoOutInPacketsOfTheirOwnWithAnIdentifierEach() {
		connect(COVERING, COVERED, OTHER, "elsewhere");
		assertThat(this.wire.broker.packets(MqttPacketType.SUBSCRIBE)).hasSize(3);
		assertThat(identifiers()).doesNotHaveDuplicates();
	}

	@Test
	@Fault("H6")
	void aCopyForEachFilterWithItsIdentifierGoesToItsMethodAlone() {
		connect(COVERING, COVERED, OTHER);
		for (int identifier : identifiers()) {
			send("one", identifier);
		}
		assertEachGot(3, "one");
	}

	@Test
	@Fault("H6")
	void oneCopyWithAllIdentifiersGoesToEachMethodOnce() {
		connect(COVERING, COVERED, OTHER);
		send("one", identifiers());
		send("two", identifiers());
		assertEachGot(2, "one", "two");
	}

	@Test
	@Fault("H6")
	void oneCopyWithoutIdentifierGoesToEachMethodOnce() {
		connect(COVERING, COVERED, OTHER);
		send("one");
		send("two");
		assertEachGot(2, "one", "two");
	}

}
