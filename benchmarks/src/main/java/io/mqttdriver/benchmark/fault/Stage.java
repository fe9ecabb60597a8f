package io.mqttdriver.benchmark.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

import io.mqttdriver.benchmark.fault.client.ClientKind;
import io.mqttdriver.benchmark.fault.client.ClientSetup;
import io.mqttdriver.benchmark.fault.client.ClientUnderTest;
import io.mqttdriver.benchmark.fault.field.FaultyProxy;
import io.mqttdriver.benchmark.fault.field.IndependentPublisher;
import io.mqttdriver.benchmark.fault.field.IndependentSubscriber;
import io.mqttdriver.benchmark.fault.field.Mosquitto;
import io.mqttdriver.benchmark.fault.field.Topics;
import io.mqttdriver.benchmark.fault.ledger.Copies;
import io.mqttdriver.benchmark.fault.ledger.Ledger;
import io.mqttdriver.benchmark.fault.ledger.Outages;

/**
 * Everything that a row needs: broker, proxy, the client under test, both independent
 * ends, and the ledger. What a fault does, it does through this. For one thread.
 */
final class Stage implements AutoCloseable {

	private static final int INCOMING_PER_SECOND = 20;

	private final Row row;

	private final Random random;

	private final Mosquitto broker;

	private final FaultyProxy proxy;

	private final IndependentSubscriber subscriber;

	private final ClientSetup setup;

	private final ClientUnderTest client;

	private final IndependentPublisher publisher;

	private final Ledger ledger = new Ledger();

	private final Copies handled = new Copies();

	private final Outages outages = new Outages();

	private final Load load;

	private final List<String> notes = new ArrayList<>();

	Stage(Row row) throws Exception {
		this.row = row;
		this.random = new Random(row.seed());
		this.broker = Mosquitto.start(row.folder());
		this.proxy = FaultyProxy.start(this.broker.port());
		this.subscriber = IndependentSubscriber.start(this.broker, row.folder());
		Fault fault = row.scenario().fault();
		this.setup = new ClientSetup(fault.needsProxy() ? this.proxy.port() : this.broker.port(), "under-test",
				files("client"), Topics.allIn(), (payload) -> this.handled.add(Integer.parseInt(payload)),
				fault.wantsEagerClient());
		this.client = row.client().open(this.setup);
		this.publisher = IndependentPublisher.start(this.broker.port(), INCOMING_PER_SECOND);
		this.load = new Load(this.client, this.ledger);
	}

	private Path files(String name) throws IOException {
		return Files.createDirectories(this.row.folder().resolve(name));
	}

	ClientKind kind() {
		return this.row.client();
	}

	int rebuilds() {
		return this.row.rebuilds();
	}

	Mosquitto broker() {
		return this.broker;
	}

	FaultyProxy proxy() {
		return this.proxy;
	}

	IndependentSubscriber subscriber() {
		return this.subscriber;
	}

	IndependentPublisher publisher() {
		return this.publisher;
	}

	ClientUnderTest client() {
		return this.client;
	}

	Ledger ledger() {
		return this.ledger;
	}

	Copies handled() {
		return this.handled;
	}

	Outages outages() {
		return this.outages;
	}

	Load load() {
		return this.load;
	}

	List<String> notes() {
		return this.notes;
	}

	void note(String format, Object... values) {
		this.notes.add(format.formatted(values));
	}

	/** The same once more, with the same client id: what either handles counts. */
	ClientUnderTest openSecond() throws Exception {
		return kind().open(this.setup.in(files("second")));
	}

	/** The broker is away from now on. */
	void struck() {
		this.outages.struck(System.nanoTime());
	}

	/** The broker is there from now on. */
	void returned() {
		this.outages.returned(System.nanoTime(), this.client.promisedSilence());
	}

	void kill() throws InterruptedException {
		struck();
		this.broker.kill();
	}

	void restart() throws IOException, InterruptedException {
		this.broker.restart();
		returned();
	}

	/** An RST; the broker was never away. */
	void reset() {
		returned();
		this.proxy.reset();
	}

	/** Waits for a time between these, by the seed. */
	void pause(int leastSeconds, int mostSeconds) throws InterruptedException {
		Thread.sleep(leastSeconds * 1_000L + this.random.nextInt((mostSeconds - leastSeconds) * 1_000 + 1));
	}

	/**
	 * Waits until something that is offered from now on is acknowledged; whether it was.
	 */
	boolean awaitAcknowledgement(Duration patience) throws InterruptedException {
		int next = this.ledger.offered();
		return await(() -> this.ledger.isAcknowledgedFrom(next), patience);
	}

	boolean awaitSettled(Duration patience) throws InterruptedException {
		return await(() -> this.ledger.unsettled() == 0 && this.ledger.hung() == 0, patience);
	}

	boolean await(BooleanSupplier condition, Duration patience) throws InterruptedException {
		long deadline = System.nanoTime() + patience.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > deadline) {
				return false;
			}
			Thread.sleep(1);
		}
		return true;
	}

	/** The run was interrupted: no process stays behind. */
	void abandon() {
		try {
			close();
		}
		catch (Exception ex) {
			ex.printStackTrace();
		}
	}

	/** The client stays as it is: the process ends. */
	@Override
	public void close() throws Exception {
		this.proxy.close();
		this.subscriber.close();
		this.broker.close();
	}

}
