package io.mqttdriver.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import io.mqttdriver.engine.ConnectAnswer;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.PublishAnswer;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with network and server at the moment. Everything ends by itself, or with
 * {@link #clear()}.
 */
final class Weather {

	private final VirtualTime time;

	private final Map<String, String> addresses = new HashMap<>();

	private final Set<String> moved = new HashSet<>();

	private @Nullable Fault<Supplier<ConnectAnswer>> connects;

	private @Nullable Fault<Boolean> down;

	private @Nullable Fault<IntSupplier> filters;

	private @Nullable Fault<Boolean> unanswered;

	private final List<PublishFault> publishes = new ArrayList<>();

	Weather(VirtualTime time) {
		this.time = time;
	}

	void clear() {
		this.connects = null;
		this.down = null;
		this.filters = null;
		this.unanswered = null;
		this.publishes.clear();
	}

	/** CONNECTs are answered so. */
	void connects(Row row, Duration lasts, Supplier<ConnectAnswer> answer) {
		this.connects = new Fault<>(row, until(lasts), answer);
	}

	@Nullable Fault<Supplier<ConnectAnswer>> connects() {
		return inForce(this.connects);
	}

	/** Nobody listens, or the name is unknown. */
	void down(Row row, Duration lasts) {
		this.down = new Fault<>(row, until(lasts), true);
	}

	@Nullable Fault<Boolean> down() {
		return inForce(this.down);
	}

	/** Filters are refused. */
	void filters(Duration lasts, IntSupplier reasonCode) {
		this.filters = new Fault<>(Row.L11, until(lasts), reasonCode);
	}

	@Nullable Fault<IntSupplier> filters() {
		return inForce(this.filters);
	}

	/** SUBSCRIBE and UNSUBSCRIBE get no answer. */
	void filtersUnanswered(Duration lasts) {
		this.unanswered = new Fault<>(Row.L13, until(lasts), true);
	}

	@Nullable Fault<Boolean> filtersUnanswered() {
		return inForce(this.unanswered);
	}

	/** So many publishes to topics that begin so are answered so. */
	void publishes(Row row, Duration lasts, String topicPrefix, int times, Supplier<PublishAnswer> answer) {
		this.publishes.add(new PublishFault(new Fault<>(row, until(lasts), answer), topicPrefix, times));
	}

	@Nullable Fault<Supplier<PublishAnswer>> publish(OutboundPublish publish) {
		for (Iterator<PublishFault> all = this.publishes.iterator(); all.hasNext();) {
			PublishFault next = all.next();
			if (inForce(next.fault) == null || next.times == 0) {
				all.remove();
			}
			else if (publish.topic().startsWith(next.topicPrefix)) {
				next.times--;
				return next.fault;
			}
		}
		return null;
	}

	/**
	 * The name leads to another address from now on; nobody listens at the former one.
	 */
	void move(String host) {
		this.addresses.merge(host, "a", (former, ignored) -> former + "a");
		this.moved.add(host);
	}

	/** What a look-up of the name says now. */
	String address(String host) {
		return this.addresses.getOrDefault(host, "") + "@" + host;
	}

	/** Whether the name leads elsewhere for the first time since it moved. */
	boolean takeMoved(String host) {
		return this.moved.remove(host);
	}

	private long until(Duration lasts) {
		return this.time.nanoTime() + lasts.toNanos();
	}

	private <F> @Nullable Fault<F> inForce(@Nullable Fault<F> fault) {
		return (fault != null && this.time.nanoTime() < fault.until) ? fault : null;
	}

	/**
	 * A fault in force.
	 *
	 * @param row of the table
	 * @param until in nanoseconds of virtual time
	 * @param what it is
	 */
	record Fault<F>(Row row, long until, F what) {
	}

	private static final class PublishFault {

		private final Fault<Supplier<PublishAnswer>> fault;

		private final String topicPrefix;

		private int times;

		PublishFault(Fault<Supplier<PublishAnswer>> fault, String topicPrefix, int times) {
			this.fault = fault;
			this.topicPrefix = topicPrefix;
			this.times = times;
		}

	}

}
