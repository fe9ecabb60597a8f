package io.mqttdriver.broker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.MqttPublishResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A ledger of what was offered to a driver and how it was settled, to be held against
 * what somebody else received. Payloads are numbers in the order of the offers. For one
 * thread.
 */
final class Offered {

	private static final long LONG = 60;

	private final MqttDriver driver;

	private final String topic;

	private final int qos;

	private final Map<String, CompletableFuture<MqttPublishResult>> futures = new LinkedHashMap<>();

	Offered(MqttDriver driver, String topic, int qos) {
		this.driver = driver;
		this.topic = topic;
		this.qos = qos;
	}

	void publish(int count) {
		for (int i = 0; i < count; i++) {
			String payload = Integer.toString(this.futures.size());
			this.futures.put(payload,
					this.driver.publish(MqttPublish.to(this.topic).payload(payload).qos(this.qos).build()));
		}
	}

	int size() {
		return this.futures.size();
	}

	boolean isSettled() {
		return this.futures.values().stream().allMatch(CompletableFuture::isDone);
	}

	/** All of them acknowledged. */
	Map<String, MqttPublishResult> acknowledged() throws Exception {
		Map<String, MqttPublishResult> results = new LinkedHashMap<>();
		for (var one : this.futures.entrySet()) {
			MqttPublishResult result = one.getValue().get(LONG, TimeUnit.SECONDS);
			assertThat(result.reasonCode()).as("publish %s", one.getKey()).isLessThan(0x80);
			results.put(one.getKey(), result);
		}
		return results;
	}

	/**
	 * Everything came, first copies in the order of the offers, and second ones only of
	 * what was sent again because it was unacknowledged.
	 */
	void assertReceived(List<String> payloads) throws Exception {
		Map<String, MqttPublishResult> results = acknowledged();
		assertThat(new ArrayList<>(new LinkedHashSet<>(payloads))).isEqualTo(List.copyOf(results.keySet()));
		assertThat(duplicates(payloads)).allSatisfy(
				(payload) -> assertThat(results.get(payload).attempts()).as("attempts of the duplicate %s", payload)
					.isGreaterThan(1));
	}

	/** Everything came, once, in the order of the offers. */
	void assertReceivedOnce(List<String> payloads) throws Exception {
		assertThat(payloads).isEqualTo(List.copyOf(acknowledged().keySet()));
	}

	static List<String> duplicates(List<String> payloads) {
		List<String> left = new ArrayList<>(payloads);
		new LinkedHashSet<>(payloads).forEach(left::remove);
		return left;
	}

}
