package io.mqttdriver.listener;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.mqttdriver.MqttListenerContainer;
import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.inbound.InboundHandler;
import io.mqttdriver.listener.ListenerDefinition.Retain;
import io.mqttdriver.message.MessageReader;
import io.mqttdriver.message.MessageTypes;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

class DefaultMqttListenerRegistryTests {

	private final RecordingGateway gateway = new RecordingGateway();

	private final DefaultMqttListenerRegistry registry = new DefaultMqttListenerRegistry(this.gateway);

	@Test
	void startsThoseThatStartByThemselves() {
		this.registry.register(definition("a"), true);
		this.registry.register(definition("b"), false);
		assertThat(this.gateway.log).isEmpty();
		this.registry.start();
		assertThat(this.gateway.log).containsExactly("subscribe a");
		assertThat(this.registry.getListenerIds()).containsExactly("a", "b");
		assertThat(container("b").isRunning()).isFalse();
	}

	@Test
	void stopsAndStartsWithoutDoubledHandlers() {
		this.registry.register(definition("a"), true);
		this.registry.start();
		this.registry.start();
		this.registry.stop();
		this.registry.stop();
		this.registry.start();
		assertThat(this.gateway.log).containsExactly("subscribe a", "cancel a", "subscribe a");
		assertThat(this.registry.isRunning()).isTrue();
	}

	@Test
	void aKeptSessionKeepsTheSubscriptionsWhileTheApplicationIsStopped() {
		this.gateway.keptSession = true;
		this.registry.register(definition("a"), true);
		this.registry.register(definition("b"), false);
		this.registry.start();
		container("b").start();
		this.registry.stop();
		assertThat(container("a").isRunning()).isFalse();
		assertThat(this.gateway.log).containsExactly("subscribe a", "subscribe b", "cancel b");
		this.registry.start();
		assertThat(container("a").isRunning()).isTrue();
		assertThat(container("a").isPaused()).isFalse();
		container("a").stop();
		assertThat(this.gateway.log).endsWith("cancel a");
	}

	@Test
	void whatWasPausedStaysPausedOverAStopOfTheApplication() {
		this.gateway.keptSession = true;
		this.registry.register(definition("a"), true);
		this.registry.start();
		container("a").pause();
		this.registry.stop();
		this.registry.start();
		assertThat(container("a").isPaused()).isTrue();
		container("a").resume();
		assertThat(container("a").isPaused()).isFalse();
	}

	@Test
	void theProcessIsKeptAliveWhileThereAreListeners() {
		Set<Thread> before = keepAlives();
		this.registry.start();
		assertThat(keepAlives()).isEqualTo(before);
		this.registry.stop();
		this.registry.register(definition("a"), true);
		this.registry.start();
		assertThat(keepAlives()).hasSize(before.size() + 1).noneMatch(Thread::isDaemon);
		this.registry.stop();
		await().until(() -> keepAlives().equals(before));
	}

	private static Set<Thread> keepAlives() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("mqtt-listeners-keep-alive"))
			.collect(Collectors.toSet());
	}

	@Test
	void aListenerStartsAndStopsByItself() {
		this.registry.register(definition("b"), false);
		this.registry.start();
		container("b").start();
		container("b").start();
		assertThat(container("b").isRunning()).isTrue();
		container("b").stop();
		container("b").stop();
		assertThat(container("b").isRunning()).isFalse();
		assertThat(this.gateway.log).containsExactly("subscribe b", "cancel b");
	}

	@Test
	void pausingOutlivesStopping() {
		this.registry.register(definition("a"), true);
		this.registry.start();
		container("a").pause();
		assertThat(container("a").isPaused()).isTrue();
		this.registry.stop();
		assertThat(container("a").isPaused()).isTrue();
		this.registry.start();
		this.registry.start();
		assertThat(this.gateway.log).containsExactly("subscribe a", "cancel a", "subscribe a");
		assertThat(container("a").isPaused()).isTrue();
		container("a").resume();
		assertThat(container("a").isPaused()).isFalse();
	}

	@Test
	void whatIsRegisteredLateStartsAtOnce() {
		this.registry.start();
		this.registry.register(definition("a"), true);
		assertThat(this.gateway.log).containsExactly("subscribe a");
	}

	@Test
	void anIdIsTakenOnce() {
		this.registry.register(definition("a"), true);
		assertThatIllegalArgumentException().isThrownBy(() -> this.registry.register(definition("a"), true))
			.withMessageContaining("'a'");
	}

	@Test
	void anUnknownIdHasNoListener() {
		assertThat(this.registry.getListener("x")).isNull();
	}

	@Test
	void standsBetweenTheConnectionAndWhateverTakesRequests() {
		assertThat(this.registry.getPhase()).isEqualTo(Integer.MAX_VALUE - 100);
		assertThat(this.registry.isAutoStartup()).isTrue();
	}

	@Test
	void followsTheContext() {
		try (ListenerContext listeners = new ListenerContext()
			.start((context) -> context.registerBean("l", Listener.class))) {
			listeners.context.stop();
			listeners.context.start();
			assertThat(listeners.gateway.log).containsExactly("subscribe l.on", "cancel l.on", "subscribe l.on");
			assertThat(listeners.registry().getListenerIds()).containsExactly("l.late", "l.on");
		}
	}

	private MqttListenerContainer container(String id) {
		MqttListenerContainer container = this.registry.getListener(id);
		assertThat(container).isNotNull();
		assertThat(container.getId()).isEqualTo(id);
		return container;
	}

	private static ListenerDefinition definition(String id) {
		MessageReader reader = new MessageReader(new MessageTypes(Map.of()), List.of(), JsonMapper.builder().build(),
				"type");
		InboundHandler handler = ProgrammaticHandlers.of(reader, String.class, (message) -> {
		}, List.of());
		return new ListenerDefinition(id, List.of("t"), null, ListenerDefinition.DEFAULT_QOS,
				ListenerDefinition.DEFAULT_CONCURRENCY, false, Retain.ALWAYS, handler);
	}

	static class Listener {

		@MqttListener("t")
		void on(String payload) {
		}

		@MqttListener(topic = "t", autoStartup = "false")
		void late(String payload) {
		}

	}

}
