package io.mqttdriver.broker;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Objects;

import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hundreds of rebuilds on mosquitto without a pause, with a subscription and publishes
 * each time. {@code -Dmqtt-driver.rebuilds=1000} makes more of them.
 */
@Proof(Means.REAL)
@EnabledOnOs(OS.LINUX)
class ManyRebuildsTests {

	private static final int REBUILDS = Integer.getInteger("mqtt-driver.rebuilds", 250);

	private static final long HEAP = 4_000_000;

	@Test
	@Fault("X4")
	void threadsDescriptorsAndHeapAreAsAfterFive() throws Exception {
		Mosquitto.require();
		try (Mosquitto mosquitto = Mosquitto.startForgetful();
				TcpProxy net = TcpProxy.to(mosquitto.port());
				Site site = new Site()) {
			DefaultMqttDriver driver = site.connected(net.uri(),
					(builder) -> builder.reconnectMinInterval(Duration.ZERO));
			driver.subscribe("t", String.class, (message) -> {
			}).join();
			int threads = 0;
			int descriptors = 0;
			long heap = 0;
			for (int i = 1; i <= REBUILDS; i++) {
				rebuild(driver, net, i);
				if (i == 5) {
					threads = Site.threads().size();
					descriptors = descriptors();
					heap = heap();
				}
			}
			int mostThreads = threads + 3;
			int mostDescriptors = descriptors + 3;
			Awaitility.await().atMost(Site.SOON).untilAsserted(() -> {
				assertThat(Site.threads()).hasSizeLessThanOrEqualTo(mostThreads);
				assertThat(descriptors()).isLessThanOrEqualTo(mostDescriptors);
			});
			assertThat(heap()).isLessThan(heap + HEAP);
			assertThat(driver.status().rebuilds()).isEqualTo(REBUILDS);
			assertThat(driver.status().pendingPublishes()).isZero();
		}
	}

	private static void rebuild(DefaultMqttDriver driver, TcpProxy net, int number) throws Exception {
		Offered offered = new Offered(driver, "t", 1);
		offered.publish(3);
		if (number % 2 == 0) {
			net.reset();
		}
		else {
			driver.reconnectManager(true, false).reconnect();
		}
		offered.publish(3);
		Awaitility.await()
			.atMost(Site.SOON)
			.pollInterval(Duration.ofMillis(2))
			.until(() -> driver.status().rebuilds() >= number);
		Site.awaitConnected(driver);
		offered.acknowledged();
	}

	private static int descriptors() {
		return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
	}

	/** In use, as far as the collector knows. */
	static long heap() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
