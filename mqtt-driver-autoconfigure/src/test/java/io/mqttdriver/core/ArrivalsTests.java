package io.mqttdriver.core;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.inbound.Dispatcher;
import io.mqttdriver.inbound.InboundObserver;
import io.mqttdriver.inbound.ListenerSettings;
import io.mqttdriver.inbound.ListenerSettings.Retry;
import io.mqttdriver.inbound.Router;
import io.mqttdriver.simulation.VirtualTime;
import io.mqttdriver.threads.Race;
import io.mqttdriver.threads.Threads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that come while the listeners start.
 */
@Proof(Means.THREADS)
@Timeout(60)
class ArrivalsTests {

	private static Arrivals arrivals(Router router) {
		VirtualTime time = new VirtualTime();
		Dispatcher dispatcher = new Dispatcher(
				new ListenerSettings(false, 1000, 1_000_000, new Retry(0, Duration.ZERO, 1, Duration.ZERO)),
				System::nanoTime, time, (task) -> {
				}, (publish, reason) -> null, new Silent());
		EngineClient client = (EngineClient) Proxy.newProxyInstance(ArrivalsTests.class.getClassLoader(),
				new Class<?>[] { EngineClient.class }, (proxy, method, args) -> null);
		return new Arrivals(dispatcher.open(client, router), 1000);
	}

	private static InboundPublish message(int number) {
		return new InboundPublish(InboundPublish.NOTHING_OWED, "t",
				String.valueOf(number).getBytes(StandardCharsets.UTF_8), 0, false, false, List.of(),
				PublishProperties.NONE);
	}

	@Test
	void theEngineIsNotHeldUpWhileWhatWaitedIsDealtOut() {
		AtomicReference<Arrivals> arrivals = new AtomicReference<>();
		List<Integer> dealt = new ArrayList<>();
		arrivals.set(arrivals((publish) -> {
			int number = number(publish);
			dealt.add(number);
			if (number == 1) {
				Threads.outcome("received() on the engine's thread",
						CompletableFuture.runAsync(() -> arrivals.get().received(message(3))));
			}
			return List.of();
		}));
		arrivals.get().received(message(1));
		arrivals.get().received(message(2));
		arrivals.get().open();
		assertThat(dealt).containsExactly(1, 2, 3);
	}

	@Test
	void theOrderIsKeptWhoeverOpensMeanwhile() {
		try (Race race = new Race("arrivals")) {
			for (int round = 0; round < 2000; round++) {
				List<Integer> dealt = new ArrayList<>();
				Arrivals arrivals = arrivals((publish) -> {
					dealt.add(number(publish));
					return List.of();
				});
				race.round(() -> IntStream.range(0, 30).forEach((i) -> arrivals.received(message(i))), arrivals::open,
						arrivals::open);
				assertThat(dealt).containsExactlyElementsOf(IntStream.range(0, 30).boxed().toList());
			}
		}
	}

	private static int number(InboundPublish publish) {
		return Integer.parseInt(new String(publish.payload(), StandardCharsets.UTF_8));
	}

	/**
	 * Counts nothing.
	 */
	private static final class Silent implements InboundObserver {

		@Override
		public void handled(String listenerId, String outcome, Duration elapsed) {
		}

		@Override
		public void unhandled() {
		}

		@Override
		public void dropped(String reason) {
		}

	}

}
