package io.mqttdriver.subscription;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Packs filters into as few packets as the server's packet size allows (MQTT 5, 3.8 and
 * 3.10).
 */
final class Packets {

	/** Fixed header, packet id, property length, subscription identifier. */
	private static final int HEADER = 5 + 2 + 1 + 5;

	/** Length of the filter and, in a SUBSCRIBE, its options. */
	private static final int PER_FILTER = 3;

	private Packets() {
	}

	static <T> List<List<T>> pack(List<T> items, Function<T, String> filter, long maximumPacketSize) {
		List<List<T>> packets = new ArrayList<>();
		List<T> packet = new ArrayList<>();
		long size = HEADER;
		for (T item : items) {
			int needed = PER_FILTER + filter.apply(item).getBytes(StandardCharsets.UTF_8).length;
			if (!packet.isEmpty() && size + needed > maximumPacketSize) {
				packets.add(packet);
				packet = new ArrayList<>();
				size = HEADER;
			}
			packet.add(item);
			size += needed;
		}
		if (!packet.isEmpty()) {
			packets.add(packet);
		}
		return packets;
	}

}
