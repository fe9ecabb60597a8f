package io.mqttdriver.benchmark.fault;

import java.time.Duration;

import io.mqttdriver.benchmark.fault.client.ClientKind;
import io.mqttdriver.benchmark.fault.client.ClientUnderTest;
import io.mqttdriver.benchmark.fault.field.Topics;

/**
 * A second application with the same client id, and the same client library, connects and
 * publishes for 40 seconds. The driver with a stable id is meant to find that and to give
 * up until an operator, here the harness, has ended the other application and resets the
 * circuit: both go on until then, and its silence counts from the reset on.
 */
final class SameClientId implements Fault {

	private static final int SECONDS = 40;

	private static final int SECONDS_TO_GIVE_UP = 120;

	private static final int PER_SECOND = 10;

	@Override
	public void strike(Stage stage) throws Exception {
		boolean givesUp = stage.kind() == ClientKind.DRIVER_SESSION;
		stage.struck();
		ClientUnderTest second = stage.openSecond();
		if (!givesUp) {
			stage.returned();
		}
		int most = PER_SECOND * (givesUp ? SECONDS_TO_GIVE_UP : SECONDS);
		for (int i = 0; i < most && !stage.client().hasGivenUp() && !second.hasGivenUp(); i++) {
			publish(second, i);
			Thread.sleep(1_000 / PER_SECOND);
		}
		stage.note("in the end the second application says: %s", second.story());
		stage.note("and the one that is counted: %s", stage.client().story());
		second.close();
		if (givesUp) {
			stage.client().operate();
			stage.await(() -> !stage.client().hasGivenUp(), Duration.ofSeconds(5));
			stage.returned();
		}
	}

	private static void publish(ClientUnderTest second, int number) {
		try {
			second.publish(Topics.other(number), "x");
		}
		catch (Exception ex) {
			// Refused: not the one that is counted.
		}
	}

}
