package io.mqttdriver.wire;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.mqttdriver.MqttDriverState;
import io.mqttdriver.engine.paho.PahoEngine;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.FakeMqttBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A name service whose answer changes.
 */
@Proof(Means.WIRE)
class NameLookupTests {

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private volatile String answer = "127.0.0.2";

	@AfterEach
	void stop() {
		this.timer.shutdownNow();
	}

	@Test
	@Fault("C11")
	void eachAttemptAsksTheNameServiceAnewAndFollowsItsAnswer() {
		PahoEngine engine = new PahoEngine(this.timer, (host) -> {
			this.asked.add(host);
			return List.of(InetAddress.getByName(this.answer));
		}, System::nanoTime);
		FakeMqttBroker broker = FakeMqttBroker.start();
		String uri = "tcp://broker.example:" + broker.port();
		try (WireDriver it = new WireDriver(broker, (settings) -> settings.engine(engine).uris(uri))) {
			it.driver.connect();
			WireDriver.until(() -> assertThat(it.status().consecutiveFailures()).isGreaterThan(2));
			assertThat(this.asked).containsOnly("broker.example")
				.hasSizeGreaterThanOrEqualTo(it.status().consecutiveFailures() - 1);
			assertThat(broker.acceptedConnections()).isZero();
			this.answer = "127.0.0.1";
			it.await(MqttDriverState.CONNECTED);
			assertThat(it.status().serverUri()).isEqualTo(uri);
			int before = this.asked.size();
			it.done(it.driver.reconnectManager(true, false).reconnect());
			assertThat(this.asked).hasSize(before + 1);
		}
	}

}
