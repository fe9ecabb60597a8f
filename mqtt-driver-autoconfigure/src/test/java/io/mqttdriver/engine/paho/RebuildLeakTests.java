package io.mqttdriver.engine.paho;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.core.DefaultMqttDriver;
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
 * Two hundred rebuilds of a driver over tcp and TLS, without a pause, whatever the client
 * before ended by: as many threads and descriptors after each block as after the first.
 */
@EnabledOnOs(OS.LINUX)
class RebuildLeakTests {

	private static final int BLOCKS = 25;

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

}
