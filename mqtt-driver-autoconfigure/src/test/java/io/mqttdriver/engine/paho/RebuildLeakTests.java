package io.mqttdriver.engine.paho;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.FakeMqttBroker;
import io.mqttdriver.test.MqttPacketType;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rebuilds of a driver without a pause. Two hundred over tcp and TLS, whatever the client
 * before ended by: as many threads and descriptors after each block as after the first; a
 * thousand quick ones.
 */
@Proof(Means.WIRE)
@EnabledOnOs(OS.LINUX)
class RebuildLeakTests {

	private static final int BLOCKS = 25;

	private static final int MANY = 1_000;

	private static final int FEW = 5;

	private static final long HEAP = 16 * 1024 * 1024;

	/**
	 * A thousand of them, with a subscription and something in flight each time: threads,
	 * descriptors and heap as after five.
	 */
	@Test
	@Fault("X4")
	void afterAThousandRebuildsThreadsDescriptorsAndHeapAreAsAfterFive() throws Exception {
		try (FakeMqttBroker broker = FakeMqttBroker.start();
				DefaultMqttDriver driver = (DefaultMqttDriver) MqttDriver.builder()
					.uris(broker.uri())
					.reconnectMinInterval(Duration.ZERO)
					.reconnectStableAfter(Duration.ZERO)
					.build()) {
			driver.subscribe("in/#", String.class, (message) -> {
			});
			driver.connect().get(10, TimeUnit.SECONDS);
			rebuild(broker, driver, FEW);
			until(() -> assertThat(broker.openConnections()).isOne());
			Footprint few = Footprint.take();
			rebuild(broker, driver, MANY - FEW);
			assertThat(driver.status().rebuilds()).isEqualTo(MANY);
			until(() -> Footprint.take().assertNotAbove(few));
		}
	}

	private static void rebuild(FakeMqttBroker broker, DefaultMqttDriver driver, int times) throws Exception {
		for (int i = 0; i < times; i++) {
			broker.clearRecord();
			broker.onNext(MqttPacketType.PUBLISH, (i % 2 == 0) ? Answer.rst() : Answer.fin());
			List<CompletableFuture<?>> publish = new ArrayList<>();
			rebuilt(driver, () -> publish.add(driver.publish("out", "x")));
			publish.get(0).get(10, TimeUnit.SECONDS);
		}
	}

	@Test
	void nothingIsLeftOfTwoHundredRebuilds(@TempDir Path folder) throws Exception {
		Keys keys = Keys.create(folder, "broker", "ip:127.0.0.1");
		SSLContext trusting = keys.trustOnly();
		try (FakeMqttBroker plain = FakeMqttBroker.start();
				FakeMqttBroker secure = FakeMqttBroker.builder().tls(keys.trusting(keys)).start();
				DefaultMqttDriver first = driver(plain, trusting);
				DefaultMqttDriver second = driver(secure, trusting)) {
			first.connect().get(10, TimeUnit.SECONDS);
			second.connect().get(10, TimeUnit.SECONDS);
			int descriptors = 0;
			int threads = 0;
			for (int i = 0; i < BLOCKS; i++) {
				block(plain, first);
				block(secure, second);
				if (i == 0) {
					descriptors = descriptors();
					threads = Thread.activeCount() + 2;
				}
				int mostThreads = threads;
				int mostDescriptors = descriptors + 2;
				until(() -> assertThat(Thread.activeCount()).isLessThanOrEqualTo(mostThreads));
				until(() -> assertThat(descriptors()).isLessThanOrEqualTo(mostDescriptors));
			}
			assertThat(first.status().rebuilds() + second.status().rebuilds()).isEqualTo(BLOCKS * 8L);
		}
	}

	private static DefaultMqttDriver driver(FakeMqttBroker broker, SSLContext trusting) {
		return (DefaultMqttDriver) MqttDriver.builder()
			.uris(broker.uri())
			.ssl(() -> trusting, List.of(), List.of())
			.reconnectMinInterval(Duration.ZERO)
			.reconnectStableAfter(Duration.ZERO)
			.reconnectMaxFailures(1_000)
			.connectTimeout(Duration.ofMillis(400))
			.publishTimeout(Duration.ofMillis(200))
			.build();
	}

	private static void block(FakeMqttBroker broker, DefaultMqttDriver driver) {
		rebuilt(driver, broker::rstAll);
		rebuilt(driver, () -> {
			broker.onNextAccept(Answer.fin());
			broker.rstAll();
		});
		rebuilt(driver, () -> {
			broker.onNext(MqttPacketType.CONNECT, Answer.ignore());
			broker.finAll();
		});
		rebuilt(driver, () -> {
			broker.stallAll();
			for (int i = 0; i < 12; i++) {
				driver.publish(MqttPublish.to("t").payload(new byte[500_000]).qos(0).build());
			}
		});
		broker.resumeAll();
		broker.awaitOpenConnections(1, Duration.ofSeconds(10));
	}

	private static void rebuilt(DefaultMqttDriver driver, Runnable end) {
		long before = driver.status().rebuilds();
		end.run();
		until(() -> {
			assertThat(driver.status().rebuilds()).isEqualTo(before + 1);
			assertThat(driver.status().state()).isEqualTo(MqttDriverState.CONNECTED);
		});
	}

	private static void until(ThrowingRunnable holds) {
		Awaitility.await().atMost(20, TimeUnit.SECONDS).pollInterval(Duration.ofMillis(5)).untilAsserted(holds);
	}

	private static int descriptors() {
		return new File("/proc/self/fd").list().length;
	}

	/**
	 * What this process holds.
	 */
	private record Footprint(int threads, int descriptors, long heap) {

		static Footprint take() {
			System.gc();
			MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
			return new Footprint(Thread.activeCount(), RebuildLeakTests.descriptors(), heap.getUsed());
		}

		void assertNotAbove(Footprint before) {
			assertThat(this.threads).as("threads").isLessThanOrEqualTo(before.threads + 2);
			assertThat(this.descriptors).as("descriptors").isLessThanOrEqualTo(before.descriptors + 2);
			assertThat(this.heap).as("heap").isLessThanOrEqualTo(before.heap + HEAP);
		}

	}

}
