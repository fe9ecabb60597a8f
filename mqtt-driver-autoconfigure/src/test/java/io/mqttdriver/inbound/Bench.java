package io.mqttdriver.inbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.engine.PublishProperties.UserProperty;
import io.mqttdriver.inbound.ListenerSettings.Retry;
import io.mqttdriver.simulation.VirtualTime;
import org.jspecify.annotations.Nullable;

/**
 * A dispatcher on virtual time with one client: every listener that is added gets every
 * message.
 */
final class Bench {

	static final Retry RETRY = new Retry(2, Duration.ofSeconds(1), 2, Duration.ofSeconds(10));

	final VirtualTime time = new VirtualTime();

	final Counts counts = new Counts();

	final Letters letters = new Letters();

	final RecordingClient client = new RecordingClient();

	final List<Listener> routes = new ArrayList<>();

	final Dispatcher dispatcher;

	final Reception reception;

	private long deliveries;

	Bench() {
		this(new ListenerSettings(false, 20_000, 64_000_000, RETRY));
	}

	Bench(ListenerSettings settings) {
		this.dispatcher = new Dispatcher(settings, this.time::nanoTime, this.time, this.time, this.letters,
				this.counts);
		this.reception = open(this.client);
	}

	Reception open(RecordingClient other) {
		return this.dispatcher.open(other, (publish) -> List.copyOf(this.routes));
	}

	Listener add(String id, int concurrency, InboundHandler handler) {
		return add(new ListenerSpec(id, concurrency, false, handler));
	}

	Listener add(ListenerSpec spec) {
		Listener listener = this.dispatcher.add(spec);
		this.routes.add(listener);
		return listener;
	}

	/** QoS 1 messages, one for each topic, dealt out but not handled yet. */
	void receive(String... topics) {
		Arrays.stream(topics).map((topic) -> message(topic, 1)).forEach(this.reception::received);
	}

	/** As {@link #receive}, and handled as far as that goes without time. */
	void handle(String... topics) {
		receive(topics);
		this.time.settle();
	}

	/** Deliveries count from 1, whatever the QoS. */
	InboundPublish message(String topic, int qos) {
		return message(++this.deliveries, topic, qos, new byte[1]);
	}

	static InboundPublish message(long delivery, String topic, int qos, byte[] payload) {
		return new InboundPublish(delivery, topic, payload, qos, false, false, List.of(), PublishProperties.NONE);
	}

	static InboundPublish typed(String topic, String type) {
		PublishProperties properties = new PublishProperties(false, null, null, null, null,
				List.of(new UserProperty("type", type)));
		return new InboundPublish(1, topic, new byte[1], 1, false, false, List.of(), properties);
	}

	List<Long> acknowledged() {
		return this.client.acknowledged();
	}

	/**
	 * Counts what the observer is told.
	 */
	static final class Counts implements InboundObserver {

		final Map<String, Integer> counted = new LinkedHashMap<>();

		final List<Duration> elapsed = new ArrayList<>();

		@Override
		public synchronized void handled(String listenerId, String outcome, Duration took) {
			count(listenerId + " " + outcome);
			this.elapsed.add(took);
		}

		@Override
		public synchronized void unhandled() {
			count("unhandled");
		}

		@Override
		public synchronized void dropped(String reason) {
			count("dropped " + reason);
		}

		private void count(String what) {
			this.counted.merge(what, 1, Integer::sum);
		}

	}

	/**
	 * Dead letters, done at once unless a test sets another answer.
	 */
	static final class Letters implements DeadLetterSink {

		final List<InboundPublish> originals = new ArrayList<>();

		final List<DeadLetter> reasons = new ArrayList<>();

		Answer answer = () -> CompletableFuture.completedFuture(null);

		@Override
		public synchronized @Nullable CompletionStage<?> publish(InboundPublish original, DeadLetter reason) {
			this.originals.add(original);
			this.reasons.add(reason);
			return this.answer.get();
		}

		interface Answer {

			@Nullable CompletionStage<?> get();

		}

	}

}
