package io.mqttdriver.benchmark.fault;

import java.time.Duration;

/**
 * Three RSTs: one on a quiet connection, two more a second after the client is back.
 */
final class Resets implements Fault {

	private static final int COUNT = 3;

	private static final Duration PATIENCE = Duration.ofSeconds(40);

	@Override
	public boolean needsProxy() {
		return true;
	}

	@Override
	public void strike(Stage stage) throws Exception {
		for (int i = 0; i < COUNT; i++) {
			stage.reset();
			stage.awaitAcknowledgement(PATIENCE);
			if (i < COUNT - 1) {
				stage.pause(1, 2);
			}
		}
	}

}
