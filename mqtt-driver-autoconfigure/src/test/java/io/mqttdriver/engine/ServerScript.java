package io.mqttdriver.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * What a scripted server answers: first what was said for the next packets, in turn, then
 * by a rule for all. Without a word it accepts, acknowledges and grants what is asked
 * for. Not thread-safe.
 */
public final class ServerScript {

	private final Queue<ConnectAnswer> nextConnects = new ArrayDeque<>();

	private final Queue<PublishAnswer> nextPublishes = new ArrayDeque<>();

	private final Queue<List<Integer>> nextFilters = new ArrayDeque<>();

	private Function<ClientSpec, ConnectAnswer> connects = (spec) -> ConnectAnswer.accept();

	private Function<OutboundPublish, PublishAnswer> publishes = (publish) -> PublishAnswer.ok();

	private Function<WireSubscription, Integer> filters = WireSubscription::qos;

	private boolean ignoresFilters;

	private boolean routes;

	private Duration transit = Duration.ofMillis(1);

	/** What happens to CONNECTs. */
	public ServerScript connects(ConnectAnswer answer) {
		return connects((spec) -> answer);
	}

	public ServerScript connects(Function<ClientSpec, ConnectAnswer> rule) {
		this.connects = rule;
		return this;
	}

	public ServerScript nextConnects(ConnectAnswer... answers) {
		this.nextConnects.addAll(Arrays.asList(answers));
		return this;
	}

	/** What happens to PUBLISHes. */
	public ServerScript publishes(PublishAnswer answer) {
		return publishes((publish) -> answer);
	}

	public ServerScript publishes(Function<OutboundPublish, PublishAnswer> rule) {
		this.publishes = rule;
		return this;
	}

	public ServerScript nextPublishes(PublishAnswer... answers) {
		this.nextPublishes.addAll(Arrays.asList(answers));
		return this;
	}

	/** The reason code of each filter in a SUBACK. */
	public ServerScript filters(Function<WireSubscription, Integer> rule) {
		this.filters = rule;
		return this;
	}

	/** The reason codes of the next SUBACK or UNSUBACK. */
	public ServerScript nextFilters(int... reasonCodes) {
		this.nextFilters.add(IntStream.of(reasonCodes).boxed().toList());
		return this;
	}

	/** Whether SUBSCRIBE and UNSUBSCRIBE stay without answer. */
	public ServerScript ignoreFilters(boolean ignore) {
		this.ignoresFilters = ignore;
		return this;
	}

	/** Whether a PUBLISH is sent to the clients that have subscribed to its topic. */
	public ServerScript routes(boolean routes) {
		this.routes = routes;
		return this;
	}

	/** How long a packet is on its way. */
	public ServerScript transit(Duration transit) {
		this.transit = transit;
		return this;
	}

	Duration transit() {
		return this.transit;
	}

	boolean routes() {
		return this.routes;
	}

	ConnectAnswer answer(ClientSpec spec) {
		ConnectAnswer next = this.nextConnects.poll();
		return (next != null) ? next : this.connects.apply(spec);
	}

	PublishAnswer answer(OutboundPublish publish) {
		PublishAnswer next = this.nextPublishes.poll();
		return (next != null) ? next : this.publishes.apply(publish);
	}

	@Nullable List<Integer> subscribed(List<WireSubscription> subscriptions) {
		if (this.ignoresFilters) {
			return null;
		}
		List<Integer> next = this.nextFilters.poll();
		return (next != null) ? next : subscriptions.stream().map(this.filters).toList();
	}

	@Nullable List<Integer> unsubscribed(List<String> names) {
		if (this.ignoresFilters) {
			return null;
		}
		List<Integer> next = this.nextFilters.poll();
		return (next != null) ? next : names.stream().map((name) -> 0).toList();
	}

}
