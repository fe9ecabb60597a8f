package io.mqttdriver.subscription;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.PublishProperties;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a server sends one client a copy of a message for each filter that matches
 * it, without marking which copy is whose: the same message twice running, each time with
 * all identifiers or with none. For the thread that tells what comes in.
 */
public final class CopyWatch {

	/** Copies come together. A message that is published again usually takes longer. */
	private static final long TOGETHER = TimeUnit.MILLISECONDS.toNanos(100);

	private final LongSupplier nanoTime;

	private @Nullable InboundPublish last;

	private long lastAt;

	/**
	 * Creates one for a client.
	 * @param nanoTime the monotonic clock
	 */
	public CopyWatch(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Looks at a message.
	 * @param publish as it came
	 * @param routing the table of now
	 * @return whether it is such a copy
	 */
	public boolean isUnmarkedCopy(InboundPublish publish, RoutingTable<?> routing) {
		if (publish.identifiers().size() == 1 || !routing.isOverlapped(publish.topic())) {
			this.last = null;
			return false;
		}
		InboundPublish before = this.last;
		long now = this.nanoTime.getAsLong();
		boolean together = now - this.lastAt <= TOGETHER;
		this.last = publish;
		this.lastAt = now;
		return before != null && together && isSame(before, publish);
	}

	private static boolean isSame(InboundPublish one, InboundPublish other) {
		PublishProperties first = one.properties();
		PublishProperties second = other.properties();
		return one.topic().equals(other.topic()) && Arrays.equals(one.payload(), other.payload())
				&& Set.copyOf(one.identifiers()).equals(Set.copyOf(other.identifiers()))
				&& first.userProperties().equals(second.userProperties())
				&& Arrays.equals(first.correlationData(), second.correlationData());
	}

}
