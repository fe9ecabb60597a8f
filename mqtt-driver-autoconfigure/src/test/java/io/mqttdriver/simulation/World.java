package io.mqttdriver.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.ServerLimits;

/**
 * All that is around the driver in one simulation: time, network, broker; and who looks
 * on: story, ledger, coverage.
 */
final class World {

	private final VirtualTime time = new VirtualTime();

	private final Settings settings;

	private final Dice dice;

	private final Story story;

	private final Ledger ledger;

	private final Coverage coverage = new Coverage();

	private final Weather weather = new Weather(this.time);

	private final Broker broker = new Broker(this);

	private final List<TappedEvents> dead = new ArrayList<>();

	private boolean haunted;

	private boolean ended;

	World(Settings settings, Dice dice, boolean told) {
		this.settings = settings;
		this.dice = dice;
		this.story = new Story(this.time, told);
		this.ledger = new Ledger(this.time, settings);
	}

	VirtualTime time() {
		return this.time;
	}

	Settings settings() {
		return this.settings;
	}

	Story story() {
		return this.story;
	}

	Ledger ledger() {
		return this.ledger;
	}

	Coverage coverage() {
		return this.coverage;
	}

	Weather weather() {
		return this.weather;
	}

	Broker broker() {
		return this.broker;
	}

	void tell(long number, Supplier<String> words) {
		this.story.tell(number, words);
	}

	void after(Duration delay, Runnable task) {
		this.time.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	/** A fault takes effect, now. */
	void struck(Row row) {
		boolean inFlight = row.isOfConnecting() ? this.ledger.publishes().unsettled() > 0
				: this.ledger.publishes().sent() > 0;
		boolean matters = inFlight && this.ledger.inbound().running() > 0;
		this.coverage.struck(row, matters);
		tell(400 + row.ordinal(), () -> "*** " + row + (matters ? ", with a publish in flight and a handler" : ""));
	}

	void ended() {
		this.ended = true;
	}

	boolean isEnded() {
		return this.ended;
	}

	/** How long the broker takes to answer a publish. */
	Duration latency() {
		return this.dice.chance(0.6) ? Duration.ZERO : this.dice.millis(1, 400);
	}

	/** What the broker says in a CONNACK. */
	ServerLimits limits() {
		int receiveMaximum = this.dice.any(1, 3, 1_000);
		return new ServerLimits(2, true, ServerLimits.NONE.maximumPacketSize(), receiveMaximum, receiveMaximum, true,
				true, this.settings.identifiers(), this.settings.keepAlive(), null, null);
	}

	/** A connection broke. */
	void lost(EngineFailure failure) {
		if (this.ledger.inbound().running() > 0) {
			struck(Row.H3);
		}
	}

	/** Whether losses are told several times. */
	boolean isHaunted() {
		return this.haunted;
	}

	void haunted(boolean haunted) {
		this.haunted = haunted;
	}

	void died(TappedEvents client) {
		this.dead.add(client);
		if (this.haunted) {
			after(this.dice.millis(1, 5_000), client::haunt);
		}
	}

	/** All dead clients speak. */
	void haunt() {
		List.copyOf(this.dead).forEach(TappedEvents::haunt);
	}

}
