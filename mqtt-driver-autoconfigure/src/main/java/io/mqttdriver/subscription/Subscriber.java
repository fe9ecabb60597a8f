package io.mqttdriver.subscription;

import java.util.concurrent.CompletableFuture;

import io.mqttdriver.topic.TopicFilter;

/**
 * One user of one filter. Its future is completed on the connection's thread: whoever
 * hands it to an application moves it to another. The granted QoS may be read by any
 * thread.
 *
 * @param <S> what messages are routed to
 */
public final class Subscriber<S> {

	private final TopicFilter filter;

	private final int qos;

	private final RetainedMessages retained;

	private final S target;

	private final CompletableFuture<Integer> answer = new CompletableFuture<>();

	/**
	 * Creates a user of a filter.
	 * @param filter what to subscribe to
	 * @param qos the QoS to ask for at least
	 * @param retained which retained messages it wants
	 * @param target where messages go
	 */
	public Subscriber(TopicFilter filter, int qos, RetainedMessages retained, S target) {
		this.filter = filter;
		this.qos = qos;
		this.retained = retained;
		this.target = target;
	}

	/**
	 * The first answer of a server.
	 * @return the reason code of the SUBACK
	 */
	public CompletableFuture<Integer> answer() {
		return this.answer;
	}

	/**
	 * What is subscribed to.
	 * @return the filter
	 */
	public TopicFilter filter() {
		return this.filter;
	}

	/**
	 * Where messages go.
	 * @return the target
	 */
	public S target() {
		return this.target;
	}

	int qos() {
		return this.qos;
	}

	RetainedMessages retained() {
		return this.retained;
	}

}
