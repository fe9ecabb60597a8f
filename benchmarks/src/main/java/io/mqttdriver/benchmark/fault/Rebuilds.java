package io.mqttdriver.benchmark.fault;

import java.time.Duration;

import io.mqttdriver.benchmark.fault.client.ClientKind;

/**
 * An RST as soon as a publish was acknowledged after the one before, as often as asked.
 * Paho waits at least a second each time, whatever its settings: it gets a tenth.
 */
final class Rebuilds implements Fault {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Override
	public boolean needsProxy() {
		return true;
	}

	@Override
	public boolean wantsEagerClient() {
		return true;
	}

	@Override
	public void strike(Stage stage) throws Exception {
		int wanted = (stage.kind() == ClientKind.PAHO) ? stage.rebuilds() / 10 : stage.rebuilds();
		int done = 0;
		boolean back = true;
		while (back && done < wanted) {
			stage.reset();
			back = stage.awaitAcknowledgement(PATIENCE);
			done++;
		}
		stage.note("%d RSTs%s", done, back ? "" : ", not back within 30 s after the last");
	}

}
