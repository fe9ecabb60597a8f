package io.mqttdriver.simulation;

import java.time.Duration;

/**
 * The end of a schedule: everything is well again, and everything must come right in
 * bounded time, by itself where the circuit allows it; then the driver is stopped.
 */
final class Heal {

	private static final Duration LOOK = Duration.ofMillis(500);

	/**
	 * Handlers that hang, waits between offers of dead letters and refused publishes.
	 * Counts from the last progress: where the outbox holds few, many dead letters wait
	 * their turn for long.
	 */
	private static final Duration DRAIN = Duration.ofSeconds(240);

	/** What was on its way at the heal may break a connection yet. */
	private static final int MOST_RELAPSES = 2;

	private final World world;

	private final Application application;

	private long begin;

	private boolean helped;

	private boolean rebuilt;

	private int relapses;

	private int unacknowledged;

	Heal(World world, Application application) {
		this.world = world;
		this.application = application;
	}

	void begin() {
		this.world.tell(901, () -> "*** from here on all is well");
		this.begin = this.world.time().nanoTime();
		this.world.weather().clear();
		this.world.broker().rival(null);
		this.world.broker().resume();
		this.world.haunted(false);
		this.application.handlers().behaviour().calm();
		if (!this.world.ledger().operators().isWanted()) {
			help();
		}
		awaitConnection();
	}

	private void help() {
		this.helped = true;
		this.begin = this.world.time().nanoTime();
		this.application.connect();
	}

	private boolean isOver(Duration most) {
		return this.world.time().nanoTime() - this.begin > most.toNanos();
	}

	/**
	 * An attempt under way may fail yet, then comes a wait, then an attempt that
	 * succeeds.
	 */
	private Duration mostForConnecting() {
		Settings settings = this.world.settings();
		Duration attempt = settings.connectTimeout()
			.multipliedBy(2)
			.plus(settings.validationTimeout())
			.plusSeconds(2)
			.multipliedBy(settings.hosts().size() + 4L);
		Duration wait = settings.maxInterval()
			.plus(settings.minInterval())
			.plus(settings.openDuration())
			.multipliedBy(2)
			.plusSeconds(5);
		Duration stall = settings.keepAlive().multipliedBy(2).plusSeconds(60);
		return attempt.plus(wait).plus(stall).plus(settings.shutdownTimeout());
	}

	private void awaitConnection() {
		ClientBook clients = this.world.ledger().clients();
		if (clients.isConnected()) {
			this.begin = this.world.time().nanoTime();
			this.application.connect();
			awaitQuiet();
			return;
		}
		if (!clients.hasLiving()) {
			clients.pace().requireComingBack(() -> "after the heal the next client");
		}
		boolean late = isOver(mostForConnecting());
		if (!this.helped && (late || !clients.pace().isDueEver()) && !clients.hasLiving()) {
			this.world.ledger()
				.require(!clients.pace().isDueEver(), Invariant.COMES_BACK, () -> "no connection long after the heal");
			help();
		}
		this.world.ledger().require(!this.helped || !late, Invariant.COMES_BACK, () -> "connect() does not connect");
		this.world.after(LOOK, this::awaitConnection);
	}

	private void awaitQuiet() {
		Ledger ledger = this.world.ledger();
		if (!ledger.clients().isConnected() && this.relapses++ < MOST_RELAPSES) {
			awaitConnection();
			return;
		}
		BrokerSession session = this.world.broker().session();
		boolean quiet = ledger.publishes().unsettled() == 0 && ledger.inbound().running() == 0
				&& ledger.operators().open() == 0 && this.application.openAnswers() == 0 && session != null
				&& session.unacknowledged() == 0 && ledger.clients().isConnected();
		if (quiet) {
			this.world.after(Duration.ofSeconds(1), this::requireSubscribed);
			return;
		}
		if (session != null && session.unacknowledged() < this.unacknowledged) {
			this.begin = this.world.time().nanoTime();
		}
		this.unacknowledged = (session != null) ? session.unacknowledged() : 0;
		if (isOver(DRAIN)) {
			complain((session != null) ? session.unacknowledged() : -1);
		}
		this.world.after(LOOK, this::awaitQuiet);
	}

	/** Says what stands still. */
	private void complain(int unacknowledged) {
		Ledger ledger = this.world.ledger();
		ledger.publishes().requireAllSettled();
		ledger.require(ledger.operators().open() == 0 && this.application.openAnswers() == 0,
				Invariant.NOTHING_PENDING_AFTER_HEAL,
				() -> ledger.operators().open() + " futures of operators are not done, and "
						+ this.application.openAnswers() + " of subscriptions");
		ledger.clients().requireOneAlive();
		ledger.require(false, Invariant.NOTHING_INCOMING_LOST, () -> "long after the heal " + ledger.inbound().running()
				+ " handlers are at work, and the broker waits for " + unacknowledged + " acknowledgements");
	}

	/** What was refused is tried again with the next rebuild. */
	private void requireSubscribed() {
		if (!this.world.ledger().clients().isConnected()) {
			awaitQuiet();
			return;
		}
		BrokerSession session = this.world.broker().session();
		SubscriptionBook subscriptions = this.world.ledger().subscriptions();
		if (session == null || (!this.rebuilt && session.isRefused())) {
			this.rebuilt = true;
			this.application.reconnect();
			this.begin = this.world.time().nanoTime();
			awaitQuiet();
			return;
		}
		subscriptions.requirePresent(session.filters());
		stop();
	}

	private void stop() {
		this.application.retire();
		this.application.disconnect()
			.whenComplete((done, failure) -> this.world.after(Duration.ofSeconds(30), this::end));
	}

	private void end() {
		this.world.ledger().clients().requireClosed();
		this.world.ledger().publishes().requireAllSettled();
		this.world.ended();
	}

}
