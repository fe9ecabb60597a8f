package io.mqttdriver.engine.paho;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLContext;

import io.mqttdriver.engine.RecordingEvents.Closed;
import io.mqttdriver.engine.Tls;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.FakeMqttBroker;
import io.mqttdriver.test.MqttPacketType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two hundred clients that end badly leave no thread and no descriptor.
 */
@EnabledOnOs(OS.LINUX)
@Proof(Means.WIRE)
class PahoLeakTests {

	private static final int ROUNDS = 25;

	private final PahoEngine engine = PahoEngine.create();

	@Test
	void nothingIsLeftOfTwoHundredBadEnds(@TempDir Path folder) throws Exception {
		Keys keys = Keys.create(folder, "broker", "ip:127.0.0.1,dns:localhost");
		SSLContext context = keys.trustOnly();
		try (FakeMqttBroker plain = FakeMqttBroker.start();
				FakeMqttBroker secure = FakeMqttBroker.builder().tls(keys.trusting(keys)).start()) {
			int descriptors = 0;
			for (int round = 0; round < ROUNDS; round++) {
				block(plain, null);
				block(secure, new Tls(() -> context, List.of(), List.of(), true));
				plain.awaitOpenConnections(0, Rig.LONG);
				secure.awaitOpenConnections(0, Rig.LONG);
				assertThat(PahoEndTests.threads()).isEmpty();
				int now = descriptors();
				descriptors = (round == 0) ? now : descriptors;
				assertThat(now).isLessThanOrEqualTo(descriptors + 2);
			}
		}
	}

	@Test
	@Fault("C2")
	void aThousandConnectionsThatAreClosedAtOnceLeaveNothing() {
		try (FakeMqttBroker loadBalancer = FakeMqttBroker.start()) {
			int descriptors = 0;
			for (int i = 0; i < 1_000; i++) {
				loadBalancer.onAccept((i % 2 == 0) ? Answer.fin() : Answer.rst());
				failing(loadBalancer, null, Duration.ofSeconds(5));
				descriptors = (i == 10) ? descriptors() : descriptors;
			}
			assertThat(loadBalancer.acceptedConnections()).isEqualTo(1_000);
			loadBalancer.awaitOpenConnections(0, Rig.LONG);
			assertThat(PahoEndTests.threads()).isEmpty();
			assertThat(descriptors()).isLessThanOrEqualTo(descriptors + 2);
		}
	}

	private static int descriptors() {
		return new File("/proc/self/fd").list().length;
	}

	private void block(FakeMqttBroker broker, Tls tls) {
		broker.reset();
		reset(broker, tls);
		broker.onAccept(Answer.fin());
		failing(broker, tls, Duration.ofSeconds(5));
		broker.reset();
		broker.on(MqttPacketType.CONNECT, Answer.ignore());
		failing(broker, tls, Duration.ofMillis(60));
		broker.reset();
		blockedWriter(broker, tls);
	}

	private Rig rig(FakeMqttBroker broker, Tls tls) {
		Rig rig = new Rig(broker);
		rig.engine = this.engine;
		rig.tls = tls;
		return rig;
	}

	private void reset(FakeMqttBroker broker, Tls tls) {
		Rig rig = rig(broker, tls);
		rig.connect();
		broker.rstAll();
		rig.lost();
	}

	private void failing(FakeMqttBroker broker, Tls tls, Duration timeout) {
		Rig rig = rig(broker, tls);
		rig.connectTimeout = timeout;
		rig.open();
		rig.lost();
	}

	private void blockedWriter(FakeMqttBroker broker, Tls tls) {
		Rig rig = rig(broker, tls);
		rig.connect();
		broker.stallAll();
		for (int token = 0; token < 12; token++) {
			rig.client.publish(token, Rig.message("t", 0, new byte[500_000]));
		}
		rig.client.close(0, Duration.ZERO);
		Rig.await(() -> rig.events.has(Closed.class));
		broker.rstAll();
	}

}
