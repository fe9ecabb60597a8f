package io.mqttdriver.simulation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.EngineFailure.Kind;
import io.mqttdriver.simulation.ClientLife.Question;

/**
 * Connections that the server ended with a reason code that is about a packet, and which
 * publishes may fail for it: what was alone in flight, and had been in flight at such an
 * end before.
 */
final class Endings {

	private static final Set<Integer> ABOUT_A_PACKET = Set.of(0x81, 0x82, 0x87, 0x90, 0x95, 0x99, 0x9A, 0x9B);

	private final Set<String> suspected = new HashSet<>();

	private final Set<Blame> blamed = new HashSet<>();

	void ended(List<Question> inFlight, EngineFailure failure) {
		if (failure.kind() != Kind.DISCONNECTED || !ABOUT_A_PACKET.contains(failure.reasonCode())) {
			return;
		}
		for (Question question : inFlight) {
			if (!this.suspected.add(question.payload()) && inFlight.size() == 1) {
				this.blamed.add(new Blame(question.payload(), failure.reasonCode()));
			}
		}
	}

	/** Whether a publish may fail with the code. */
	boolean explain(String payload, int reasonCode) {
		return this.blamed.contains(new Blame(payload, reasonCode));
	}

	private record Blame(String payload, int reasonCode) {
	}

}
