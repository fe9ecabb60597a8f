package io.mqttdriver.simulation;

import io.mqttdriver.simulation.Ledger.Violation;

/**
 * What came out of a driver's thread. An illegal transition is one of the invariants, and
 * the driver says it itself; everything else is a crash.
 */
final class Crashes {

	private static final String ILLEGAL_TRANSITION = "The connection can't go from";

	private Crashes() {
	}

	static Violation violation(Throwable thrown) {
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			String message = cause.getMessage();
			if (cause instanceof IllegalStateException && message != null && message.startsWith(ILLEGAL_TRANSITION)) {
				return new Violation(Invariant.LEGAL_TRANSITIONS, message);
			}
		}
		Throwable root = thrown;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return new Violation(Invariant.CRASH,
				root + " at " + (root.getStackTrace().length > 0 ? root.getStackTrace()[0] : "?"));
	}

}
