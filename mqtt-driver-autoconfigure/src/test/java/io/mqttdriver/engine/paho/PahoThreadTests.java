package io.mqttdriver.engine.paho;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.mqttdriver.test.FakeMqttBroker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An engine whose clients have ended has no thread, though nobody closes it.
 */
class PahoThreadTests {

	@Test
	void anIdleEngineHasNoThread() {
		Set<Thread> before = engineThreads();
		try (FakeMqttBroker broker = FakeMqttBroker.start()) {
			Rig rig = new Rig(broker);
			rig.engine = PahoEngine.create();
			rig.connect();
			assertThat(since(before)).isNotEmpty();
			broker.rstAll();
			rig.lost();
		}
		Awaitility.await().atMost(Rig.LONG).untilAsserted(() -> assertThat(since(before)).isEmpty());
	}

	private static List<Thread> since(Set<Thread> before) {
		Set<Thread> now = new HashSet<>(engineThreads());
		now.removeAll(before);
		return List.copyOf(now);
	}

	private static Set<Thread> engineThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("mqtt-engine"))
			.collect(Collectors.toSet());
	}

}
