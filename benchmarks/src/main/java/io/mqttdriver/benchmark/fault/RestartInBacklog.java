package io.mqttdriver.benchmark.fault;

import java.time.Duration;

/**
 * The broker is killed, 10,000 publishes are offered, it starts, and is killed again when
 * it has acknowledged 3,000 of them.
 */
final class RestartInBacklog implements Fault {

	private static final int QUEUED = 10_000;

	private static final int MIDDLE = 3_000;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@Override
	public void strike(Stage stage) throws Exception {
		stage.load().stop();
		stage.awaitSettled(PATIENCE);
		stage.kill();
		stage.pause(1, 2);
		int before = stage.ledger().acknowledged();
		stage.load().burst(QUEUED);
		stage.restart();
		stage.await(() -> stage.ledger().acknowledged() - before >= MIDDLE || stage.ledger().unsettled() == 0,
				PATIENCE);
		stage.note("killed again after %d of %d", stage.ledger().acknowledged() - before, QUEUED);
		stage.kill();
		stage.pause(1, 2);
		stage.restart();
	}

}
