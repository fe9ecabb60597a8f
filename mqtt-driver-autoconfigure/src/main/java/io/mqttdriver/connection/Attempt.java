package io.mqttdriver.connection;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;

import io.mqttdriver.MqttDriverState;
import io.mqttdriver.engine.ClientSpec.Credentials;
import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.EngineFailure.Kind;
import io.mqttdriver.engine.InboundPublish;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the servers: connect, validate, subscribe; the first client that gets
 * through is the result. Confined to the connection's thread.
 */
final class Attempt implements ClientListener {

	/** For what the engine promises by the connect timeout. */
	private static final Duration BACKSTOP = Duration.ofSeconds(1);

	private static final int HOPS = 3;

	/** Reason codes from here on. */
	private static final int REFUSED = 0x80;

	private final Workshop workshop;

	private final Outcome outcome;

	private final Deque<URI> servers;

	private final String clientId;

	private int hops;

	private boolean over;

	private boolean validating;

	private boolean mustComeBack;

	private boolean idRefused;

	private @Nullable Client client;

	private @Nullable Client failed;

	private @Nullable EngineFailure telling;

	private @Nullable ScheduledFuture<?> deadline;

	Attempt(Workshop workshop, Outcome outcome) {
		this.workshop = workshop;
		this.outcome = outcome;
		this.hops = workshop.servers().isSent() ? 1 : 0;
		this.servers = workshop.servers().pass();
		this.clientId = workshop.ids().next();
	}

	/** Tries the next server of the pass. */
	void next() {
		URI uri = this.servers.poll();
		if (uri == null) {
			end();
			if (this.idRefused) {
				this.workshop.ids().refused(this.clientId);
			}
			this.outcome.failed(Objects.requireNonNull(this.failed), Objects.requireNonNull(this.telling));
			return;
		}
		this.client = this.workshop.client(uri, this.clientId, this);
		this.outcome.phase(this.client, MqttDriverState.CONNECTING);
		connect(this.client, uri);
	}

	/** The client that is being proved. */
	@Nullable Client candidate() {
		return this.client;
	}

	/** Ends it without an outcome. */
	@Nullable Client abandon() {
		end();
		return this.client;
	}

	private void connect(Client fresh, URI uri) {
		Duration timeout = this.workshop.connection().connectTimeout();
		CompletableFuture<Credentials> credentials = this.workshop.credentials();
		awaitWithin(timeout, "mqtt.driver.connect-timeout (the credentials provider did not answer)");
		credentials.whenCompleteAsync((given, failure) -> {
			if (this.over || this.client != fresh) {
				return;
			}
			if (failure != null) {
				fail(EngineFailure.of(Kind.LIBRARY, "the credentials provider failed: " + failure.getMessage(),
						failure));
				return;
			}
			awaitWithin(timeout.plus(BACKSTOP), "mqtt.driver.connect-timeout (no CONNACK)");
			fresh.open(this.workshop.engine(), this.workshop.connection().spec(uri, this.clientId, given),
					this.workshop.flows());
		}, this.workshop.clockwork().owner());
	}

	@Override
	public void accepted(Client client) {
		this.workshop.ids().accepted();
		Validation validation = this.workshop.validation();
		if (!validation.isNeeded(client)) {
			subscribe(client);
			return;
		}
		this.validating = true;
		this.outcome.phase(client, MqttDriverState.VALIDATING);
		awaitWithin(validation.timeout(), "mqtt.driver.reconnect.validation.timeout (the test publish to '"
				+ validation.topic() + "' was not answered)");
		this.mustComeBack = validation.mustComeBack();
		if (this.mustComeBack) {
			validation.subscribe(client);
		}
		else {
			validation.publish(client);
		}
	}

	@Override
	public void acknowledged(Client client, int reasonCode) {
		if (this.validating && (!this.mustComeBack || reasonCode >= REFUSED)) {
			validated(client, reasonCode);
		}
	}

	@Override
	public void validationSubscribed(Client client, int reasonCode) {
		if (!this.validating) {
			return;
		}
		Validation validation = this.workshop.validation();
		if (reasonCode >= REFUSED) {
			this.mustComeBack = false;
			validation.refused(client, reasonCode);
		}
		validation.publish(client);
	}

	@Override
	public void cameBack(Client client, InboundPublish publish) {
		if (this.validating && new String(publish.payload(), StandardCharsets.UTF_8).equals(client.info().clientId())) {
			validated(client, 0);
		}
	}

	private void validated(Client client, int reasonCode) {
		this.validating = false;
		if (this.mustComeBack) {
			this.workshop.validation().unsubscribe(client);
		}
		this.workshop.validation().succeeded(client, reasonCode, this.workshop.clockwork().now());
		subscribe(client);
	}

	private void subscribe(Client client) {
		this.outcome.phase(client, MqttDriverState.SUBSCRIBING);
		cancelDeadline();
		client.subscribeAll();
		answered(client);
	}

	@Override
	public void answered(Client client) {
		if (!this.validating && client.isSubscribed()) {
			end();
			this.workshop.servers().connected(this.workshop.uri(client));
			this.outcome.succeeded(client);
		}
	}

	@Override
	public void lost(Client client, EngineFailure failure) {
		fail(failure);
	}

	private void fail(EngineFailure failure) {
		Client last = Objects.requireNonNull(this.client);
		cancelDeadline();
		if (!this.validating) {
			this.workshop.validation().lostAfterwards(last, this.workshop.clockwork().now());
		}
		else if (failure.kind() != Kind.STALLED) {
			this.workshop.validation().lost(last);
		}
		this.workshop.discard(last);
		this.idRefused |= failure.kind() == Kind.REFUSED && Reaction.to(failure).refusesClientId();
		follow(last, failure);
		this.validating = false;
		if (this.telling == null || failure.reasonCode() != EngineFailure.NO_CODE) {
			this.telling = failure;
			this.failed = last;
		}
		next();
	}

	private void follow(Client last, EngineFailure failure) {
		Optional<URI> reference = this.workshop.servers().follow(this.workshop.uri(last), failure.serverReference());
		if (reference.isPresent() && this.hops++ < HOPS) {
			this.servers.addFirst(reference.get());
		}
	}

	private void awaitWithin(Duration timeout, String what) {
		cancelDeadline();
		this.deadline = this.workshop.clockwork()
			.after(timeout,
					() -> fail(EngineFailure.of(Kind.STALLED, "nothing within " + what + ", " + timeout, null)));
	}

	private void cancelDeadline() {
		if (this.deadline != null) {
			this.deadline.cancel(false);
			this.deadline = null;
		}
	}

	private void end() {
		this.over = true;
		cancelDeadline();
	}

	/**
	 * What comes of an attempt.
	 */
	interface Outcome {

		/** It goes on with this. */
		void phase(Client client, MqttDriverState state);

		/** The client is proved and subscribed. */
		void succeeded(Client client);

		/** No server let a client through; one client's failure tells most. */
		void failed(Client client, EngineFailure failure);

	}

}
