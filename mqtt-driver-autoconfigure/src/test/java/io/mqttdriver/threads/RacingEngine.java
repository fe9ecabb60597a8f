package io.mqttdriver.threads;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.mqttdriver.engine.ClientSpec;
import io.mqttdriver.engine.Engine;
import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.EngineEvents;
import io.mqttdriver.engine.OutboundPublish;

/**
 * An engine and its server without sockets: answers come from threads of its own, after
 * random short times or after a loss. A message goes to every client that subscribed to
 * exactly its topic. Safe for use by many threads.
 */
final class RacingEngine implements Engine, AutoCloseable {

	static final String THREADS = "racing-engine";

	private final AtomicInteger named = new AtomicInteger();

	private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4, (task) -> {
		Thread thread = new Thread(task, THREADS + "-" + this.named.incrementAndGet());
		thread.setDaemon(true);
		return thread;
	});

	private final Random random;

	private final Set<RacingClient> alive = ConcurrentHashMap.newKeySet();

	private final Set<String> taken = ConcurrentHashMap.newKeySet();

	private final Queue<String> faults = new ConcurrentLinkedQueue<>();

	private final AtomicInteger opened = new AtomicInteger();

	/** Of a thousand packets so many cost the connection. */
	volatile int lossesPerMille;

	/** While it is set, no publish is answered. */
	volatile boolean mute;

	RacingEngine(Random random) {
		this.random = random;
	}

	@Override
	public EngineClient open(ClientSpec spec, EngineEvents events) {
		this.opened.incrementAndGet();
		RacingClient client = new RacingClient(this, events);
		this.alive.add(client);
		client.connect();
		return client;
	}

	@Override
	public void requireSupported(URI uri) {
	}

	@Override
	public boolean settlesKeptQos2() {
		return true;
	}

	/** Runs it soon, on another thread. */
	void soon(Runnable task) {
		int dice = this.random.nextInt(10);
		if (dice < 7) {
			this.threads.execute(task);
		}
		else {
			this.threads.schedule(task, this.random.nextInt(300), TimeUnit.MICROSECONDS);
		}
	}

	boolean losesThis() {
		return this.random.nextInt(1000) < this.lossesPerMille;
	}

	/** The server has it. */
	void take(OutboundPublish publish) {
		this.taken.add(new String(publish.payload(), StandardCharsets.UTF_8));
		this.alive.forEach((client) -> client.offer(publish));
	}

	/** Whether a payload ever reached the server. */
	boolean took(String payload) {
		return this.taken.contains(payload);
	}

	/** Whether the one client that lives has subscribed to a topic. */
	boolean subscribed(String topic) {
		return this.alive.stream().anyMatch((client) -> client.isSubscribed(topic));
	}

	void ended(RacingClient client) {
		this.alive.remove(client);
	}

	void fault(String what) {
		this.faults.add(what);
	}

	/** What the driver did that the port forbids. */
	Queue<String> faults() {
		return this.faults;
	}

	int alive() {
		return this.alive.size();
	}

	int opened() {
		return this.opened.get();
	}

	/** Loses every connection. */
	void drop() {
		this.alive.forEach(RacingClient::drop);
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
