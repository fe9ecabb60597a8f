package io.mqttdriver.outbound;

import io.mqttdriver.engine.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * What the driver sees of a client, in words: never a payload, never a credential.
 * Stateless.
 */
final class Diagnosis {

	private Diagnosis() {
	}

	/** The scene with a client. */
	static String scene(String context, int inFlight, int pending, @Nullable Slot oldest, Traffic traffic, long now) {
		StringBuilder text = new StringBuilder(context);
		text.append("; ").append(inFlight).append(" in flight, ").append(pending).append(" pending");
		if (oldest != null) {
			text.append("; oldest in flight: ")
				.append(oldest.delivery().course(now))
				.append(", sent ")
				.append(Text.age(now, oldest.sentAt()))
				.append(", the oldest for ")
				.append(Text.seconds(now - oldest.oldestSince()));
		}
		long written = traffic.written();
		text.append("; ").append(bytes("written", written, traffic.lastWriteNanos(), now));
		text.append("; ").append(bytes("read", traffic.read(), traffic.lastReadNanos(), now));
		text.append("; ").append(Math.max(0, traffic.submitted() - written)).append(" bytes unsent");
		return text.append("; socket: ").append(traffic.socket()).toString();
	}

	/** The scene without one. */
	static String scene(@Nullable WindowContext latest, int pending) {
		return ((latest != null) ? latest.describe() : "no client was made yet") + "; nothing in flight, " + pending
				+ " pending";
	}

	private static String bytes(String verb, long count, long last, long now) {
		return count + " bytes " + verb + ((count > 0) ? ", last " + Text.age(now, last) : "");
	}

}
