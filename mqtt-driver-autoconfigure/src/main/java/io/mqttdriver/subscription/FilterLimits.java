package io.mqttdriver.subscription;

import io.mqttdriver.engine.ServerLimits;

/**
 * What a server can't subscribe to, going by what it announced.
 *
 * @param limits as announced
 */
record FilterLimits(ServerLimits limits) {

	private static final int WILDCARDS_NOT_SUPPORTED = 0xA2;

	private static final int SHARED_NOT_SUPPORTED = 0x9E;

	private static final int PACKET_TOO_LARGE = 0x95;

	/** The code that the server would refuse the filter with, or 0. */
	int refusal(Wanted<?> entry, int identifier) {
		if (entry.filter().hasWildcard() && !this.limits.wildcardAvailable()) {
			return WILDCARDS_NOT_SUPPORTED;
		}
		if (entry.filter().group() != null && !this.limits.sharedAvailable()) {
			return SHARED_NOT_SUPPORTED;
		}
		long size = Packets.sizeOf(entry.filter().filter(), identifier);
		return (size > this.limits.maximumPacketSize()) ? PACKET_TOO_LARGE : 0;
	}

}
