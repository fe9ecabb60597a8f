package io.mqttdriver.benchmark.fault;

import java.time.Duration;
import java.util.BitSet;

import io.mqttdriver.benchmark.fault.ledger.Copies;
import io.mqttdriver.benchmark.fault.ledger.Ledger;
import io.mqttdriver.benchmark.fault.ledger.Outages.Silence;
import io.mqttdriver.benchmark.fault.ledger.Resources;

/**
 * Plays one row in a process of its own, so that no client inherits what another left
 * behind, and its threads and descriptors can be counted.
 */
final class RowMain {

	private static final int PER_SECOND = 100;

	/** Longer than the driver takes to call a connection stable. */
	private static final Duration WARM_UP = Duration.ofSeconds(11);

	private static final Duration AFTER = Duration.ofSeconds(20);

	private static final Duration IDLE = Duration.ofSeconds(15);

	private final Row row;

	private final Stage stage;

	private RowMain(Row row, Stage stage) {
		this.row = row;
		this.stage = stage;
	}

	public static void main(String[] arguments) {
		int status = 1;
		Row row = Row.of(arguments);
		try (Stage stage = new Stage(row)) {
			Runtime.getRuntime().addShutdownHook(new Thread(stage::abandon, Resources.HARNESS + "interrupted"));
			new RowMain(row, stage).play().store(row.resultFile());
			status = 0;
		}
		catch (Exception ex) {
			ex.printStackTrace();
		}
		// A client may have left threads that never end, a failure processes.
		ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
		Runtime.getRuntime().halt(status);
	}

	private RowResult play() throws Exception {
		this.stage.load().start(PER_SECOND);
		Thread.sleep(WARM_UP.toMillis());
		Resources before = Resources.now();
		this.row.scenario().fault().strike(this.stage);
		if (this.stage.load().isRunning()) {
			Thread.sleep(AFTER.toMillis());
			this.stage.load().stop();
		}
		boolean settled = this.stage.awaitSettled(this.row.scenario().grace());
		long until = settled ? Math.max(this.stage.load().lastOffer(), this.stage.ledger().lastSettled())
				: System.nanoTime();
		this.stage.publisher().close();
		return result(before, calm(before), until);
	}

	/** Those of now, when threads that only wait for more work have ended. */
	private Resources calm(Resources before) throws InterruptedException {
		long deadline = System.nanoTime() + IDLE.toNanos();
		Resources now = Resources.now();
		while (System.nanoTime() < deadline
				&& (now.threads() > before.threads() || now.descriptors() > before.descriptors())) {
			Thread.sleep(500);
			now = Resources.now();
		}
		return now;
	}

	private RowResult result(Resources before, Resources after, long until) throws Exception {
		Ledger ledger = this.stage.ledger();
		Copies taken = this.stage.broker().log().taken();
		BitSet expected = taken.numbers();
		Copies received = this.stage.subscriber().received(expected);
		int sent = this.stage.publisher().sent();
		this.stage.await(() -> this.stage.handled().distinct() >= sent, Duration.ofSeconds(5));
		Silence silence = this.stage.outages().silences(ledger.acknowledgedAt(), until).get(0);
		this.stage.note("at the end: %s", this.stage.client().story());
		this.stage.note("heap after collection %d → %d kB", before.heap() / 1024, after.heap() / 1024);
		ledger.reasons().forEach((reason, count) -> this.stage.note("%d failed: %s", count, reason));
		RowResult.Counts counts = new RowResult.Counts(ledger.offered(), ledger.acknowledged(), ledger.failed(),
				received.distinct(), ledger.acknowledgedWithout(received.numbers(), taken.numbers()),
				ledger.acknowledgedWithout(received.numbers()), received.duplicates(), ledger.hung(),
				ledger.unsettled());
		RowResult.Incoming incoming = new RowResult.Incoming(sent, this.stage.handled().distinct(),
				this.stage.handled().duplicates());
		return new RowResult(counts, incoming, silence, before, after, this.stage.notes());
	}

}
