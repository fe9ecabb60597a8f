package io.mqttdriver.subscription;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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

	long lastToken;

	@Override
	public void subscribe(long token, int identifier, List<WireSubscription> filters) {
		this.lastToken = token;
		this.subscribed.add(new Subscribed(token, identifier, filters));
	}

	@Override
	public void unsubscribe(long token, List<String> filters) {
		this.lastToken = token;
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
