package io.mqttdriver.subscription;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.Traffic;
import io.mqttdriver.engine.WireSubscription;

/**
 * Writes down what is subscribed.
 */
final class RecordingClient implements EngineClient {

	final List<Subscribed> subscribed = new ArrayList<>();

	final List<List<String>> unsubscribed = new ArrayList<>();

	/** What a server that grants everything has now. */
	final Set<String> served = new TreeSet<>();

	long lastToken;

	@Override
	public void subscribe(long token, int identifier, List<WireSubscription> filters) {
		this.lastToken = token;
		filters.forEach((filter) -> this.served.add(filter.filter()));
		this.subscribed.add(new Subscribed(token, identifier, filters));
	}

	@Override
	public void unsubscribe(long token, List<String> filters) {
		this.lastToken = token;
		filters.forEach(this.served::remove);
		this.unsubscribed.add(filters);
	}

	@Override
	public void publish(long token, OutboundPublish publish) {
		throw new AssertionError("the ledger publishes nothing");
	}

	@Override
	public void acknowledge(long delivery) {
		throw new AssertionError("the ledger acknowledges nothing");
	}

	@Override
	public void close(int reasonCode, Duration grace) {
		throw new AssertionError("the ledger closes nothing");
	}

	@Override
	public Traffic traffic() {
		throw new AssertionError("the ledger looks at no traffic");
	}

	record Subscribed(long token, int identifier, List<WireSubscription> filters) {
	}

}
