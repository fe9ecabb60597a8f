package io.mqttdriver.benchmark.fault.client;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverBuilder;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttDriverStatus;
import io.mqttdriver.MqttPublish;

/**
 * The driver. Everything is as it is by default; the values named are the defaults, said
 * here so that the promised silence is computed from the same figures.
 */
final class DriverClient implements ClientUnderTest {

	private final MqttDriver driver;

	private final BackOff backOff;

	private DriverClient(MqttDriver driver, BackOff backOff) {
		this.driver = driver;
		this.backOff = backOff;
	}

	static DriverClient open(ClientSetup setup, boolean keepSession) throws Exception {
		BackOff backOff = setup.eager() ? BackOff.eager() : BackOff.defaults();
		MqttDriverBuilder builder = MqttDriver.builder()
			.uris("tcp://127.0.0.1:" + setup.port())
			.clientId(setup.clientId())
			.reconnectMinInterval(backOff.minInterval())
			.reconnectMultiplier(backOff.multiplier())
			.reconnectMaxInterval(backOff.maxInterval())
			.reconnectJitter(backOff.jitter())
			.reconnectStableAfter(backOff.stableAfter())
			.reconnectOpenDuration(backOff.openDuration());
		if (keepSession) {
			builder.sessionExpiry(Duration.ofHours(1));
		}
		MqttDriver driver = builder.build();
		CompletableFuture<?> subscribed = driver.subscribe(setup.filter(), String.class,
				(message) -> setup.handler().accept(message.getPayload()));
		driver.connect().get(20, TimeUnit.SECONDS);
		subscribed.get(20, TimeUnit.SECONDS);
		return new DriverClient(driver, backOff);
	}

	@Override
	public CompletableFuture<?> publish(String topic, String payload) {
		return this.driver.publish(MqttPublish.to(topic).payload(payload).qos(1).build());
	}

	@Override
	public boolean hasGivenUp() {
		return this.driver.status().state() == MqttDriverState.CIRCUIT_OPEN;
	}

	/** Resets the circuit if it is open. */
	@Override
	public void operate() {
		if (hasGivenUp()) {
			this.driver.connect();
		}
	}

	@Override
	public Duration promisedSilence() {
		return this.backOff.promisedSilence(this.driver.status(), Instant.now());
	}

	@Override
	public String story() {
		MqttDriverStatus status = this.driver.status();
		return "%s, circuit %s, %d rebuilds, %d failures, last failure: %s".formatted(status.state(), status.circuit(),
				status.rebuilds(), status.consecutiveFailures(), status.lastFailure());
	}

	@Override
	public void close() throws Exception {
		this.driver.disconnect().get(20, TimeUnit.SECONDS);
	}

}
