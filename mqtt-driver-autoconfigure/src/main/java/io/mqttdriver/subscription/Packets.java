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

	/**
	 * How large a SUBSCRIBE of one filter is, to the byte.
	 * @param identifier the subscription identifier, or 0 for none
	 */
	static long sizeOf(String filter, int identifier) {
		int properties = 1 + ((identifier > 0) ? 1 + bytesOf(identifier) : 0);
		int body = 2 + properties + PER_FILTER + filter.getBytes(StandardCharsets.UTF_8).length;
		return 1 + bytesOf(body) + body;
	}

	/** Of a variable byte integer (MQTT 5, 1.5.5). */
	private static int bytesOf(int value) {
		int bytes = 1;
		for (int rest = value >> 7; rest > 0; rest >>= 7) {
			bytes++;
		}
		return bytes;
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
