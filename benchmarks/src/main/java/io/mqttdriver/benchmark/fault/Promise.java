package io.mqttdriver.benchmark.fault;

import java.util.ArrayList;
import java.util.List;

/**
 * What the driver promises of each row.
 */
final class Promise {

	private Promise() {
	}

	/** What of it a row breaks: nothing, if it is kept. */
	static List<String> broken(Row row, RowResult result) {
		List<String> broken = new ArrayList<>();
		RowResult.Counts counts = result.counts();
		zero(broken, "lost", counts.lost());
		zero(broken, "failed", counts.failed());
		zero(broken, "hung", counts.hung());
		zero(broken, "unsettled", counts.unsettled());
		if (!row.scenario().forgets()) {
			zero(broken, "acknowledged and not received", counts.missed());
			if (row.client().keepsSession()) {
				zero(broken, "incoming not handled", result.incoming().sent() - result.incoming().handled());
			}
		}
		if (result.silence().isTooLong()) {
			broken.add("silent for longer than the back-off step then due, plus 1 s");
		}
		if (!result.after().isFlat(result.before())) {
			broken.add("threads or descriptors are not flat");
		}
		return broken;
	}

	private static void zero(List<String> broken, String what, int count) {
		if (count != 0) {
			broken.add(what + " " + count);
		}
	}

}
