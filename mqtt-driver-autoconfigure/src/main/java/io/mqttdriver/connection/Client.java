package io.mqttdriver.connection;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;

import io.mqttdriver.engine.ClientSpec;
import io.mqttdriver.engine.Engine;
import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.EngineEvents;
import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.EngineFailure.Kind;
import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.ServerLimits;
import io.mqttdriver.subscription.ClientSubscriptions;
import io.mqttdriver.subscription.ClientSubscriptions.Refusal;
import io.mqttdriver.subscription.CopyWatch;
import io.mqttdriver.subscription.Ledger;
import org.jspecify.annotations.Nullable;

/**
 * One client from CONNECT to its end, with all that dies with it. Messages go straight to
 * its flow, on threads of the engine; everything else is moved to the connection's
 * thread. Once closed it tells nobody anything.
 */
final class Client implements EngineEvents {

	/** Tokens of flows and of subscriptions are 1 and up. */
	static final long VALIDATION_TOKEN = 0;

	private static final int UNSPECIFIED_ERROR = 0x80;

	private final ClientInfo info;

	private final Clockwork clockwork;

	private final Ledger<?> ledger;

	private final String validationTopic;

	private final CopyWatch copies;

	private final CompletableFuture<Session> session = new CompletableFuture<>();

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private volatile boolean interceptsValidation;

	private volatile boolean dead;

	private ClientListener listener;

	private boolean sessionPresent;

	private ServerLimits limits = ServerLimits.NONE;

	private volatile @Nullable ClientSubscriptions<?> subscriptions;

	private @Nullable Long awaitedAnswer;

	private @Nullable ScheduledFuture<?> answerDeadline;

	private Duration answerTimeout = Duration.ZERO;

	Client(ClientInfo info, Clockwork clockwork, Ledger<?> ledger, String validationTopic, ClientListener listener) {
		this.info = info;
		this.clockwork = clockwork;
		this.copies = new CopyWatch(clockwork::now);
		this.ledger = ledger;
		this.validationTopic = validationTopic;
		this.listener = listener;
	}

	void open(Engine engine, ClientSpec spec, ClientFlows flows) {
		this.answerTimeout = spec.connectTimeout();
		EngineClient engineClient = engine.open(spec, this);
		this.session.complete(new Session(engineClient, flows.open(engineClient, this.info, this::stalled)));
	}

	ClientInfo info() {
		return this.info;
	}

	ServerLimits limits() {
		return this.limits;
	}

	EngineClient engineClient() {
		return this.session.join().client();
	}

	ClientFlow flow() {
		return this.session.join().flow();
	}

	/** Done when the socket is closed and the threads are gone. */
	CompletableFuture<Void> whenClosed() {
		return this.closed;
	}

	void handTo(ClientListener successor) {
		this.listener = successor;
	}

	void interceptValidation(boolean intercept) {
		this.interceptsValidation = intercept;
	}

	void subscribeAll() {
		this.subscriptions = this.ledger.open(engineClient(), this.limits,
				new Ledger.Server(String.valueOf(this.info.serverUri()), this.sessionPresent));
		sync();
	}

	/** Asks the server for what has changed in the ledger. */
	CompletableFuture<Void> sync() {
		if (this.subscriptions == null) {
			return CompletableFuture.completedFuture(null);
		}
		CompletableFuture<Void> forgotten = this.subscriptions.sync();
		watchAnswers();
		return forgotten;
	}

	private void subscribeToCoveringAlone() {
		if (this.subscriptions != null) {
			this.subscriptions.leaveToCovering();
			watchAnswers();
		}
	}

	boolean isSubscribed() {
		return this.subscriptions != null && this.subscriptions.isAnswered();
	}

	List<Refusal> takeRefusals() {
		return (this.subscriptions != null) ? this.subscriptions.takeRefusals() : List.of();
	}

	/** Ends it; what comes late finds nobody to tell. */
	void close(int reasonCode, Duration grace) {
		this.dead = true;
		if (this.answerDeadline != null) {
			this.answerDeadline.cancel(false);
		}
		if (this.subscriptions != null) {
			this.subscriptions.close();
			this.subscriptions = null;
		}
		if (this.session.isDone()) {
			flow().close();
			engineClient().close(reasonCode, grace);
		}
		else {
			this.closed.complete(null);
		}
	}

	@Override
	public void connected(ServerLimits limits, boolean sessionPresent) {
		onOwner(() -> {
			this.limits = limits;
			this.sessionPresent = sessionPresent;
			this.listener.accepted(this);
		});
	}

	@Override
	public void settled(long token, int reasonCode, String reason) {
		if (token == VALIDATION_TOKEN) {
			onOwner(() -> this.listener.acknowledged(this, reasonCode));
		}
		else {
			flow().settled(token, reasonCode, reason);
		}
	}

	@Override
	public void answered(long token, List<Integer> reasonCodes) {
		if (token == VALIDATION_TOKEN) {
			int reasonCode = reasonCodes.isEmpty() ? UNSPECIFIED_ERROR : reasonCodes.get(0);
			onOwner(() -> this.listener.validationSubscribed(this, reasonCode));
			return;
		}
		ClientSubscriptions<?> asked = this.subscriptions;
		if (asked != null) {
			asked.heard(token, reasonCodes);
		}
		onOwner(() -> {
			if (this.subscriptions != null) {
				this.subscriptions.answered(token, reasonCodes);
				watchAnswers();
			}
			this.listener.answered(this);
		});
	}

	@Override
	public void received(InboundPublish publish) {
		if (this.copies.isUnmarkedCopy(publish, this.ledger.routing())) {
			onOwner(this::subscribeToCoveringAlone);
		}
		if (this.interceptsValidation && publish.topic().equals(this.validationTopic)) {
			if (publish.qos() > 0) {
				engineClient().acknowledge(publish.delivery());
			}
			onOwner(() -> this.listener.cameBack(this, publish));
		}
		else {
			flow().received(publish);
		}
	}

	@Override
	public void unreadable(int qos, int reasonCode) {
		flow().unreadable();
	}

	@Override
	public void lost(EngineFailure failure) {
		if (failure.kind() == Kind.DISCONNECTED) {
			this.session.thenAccept((session) -> session.flow().ended(failure.reasonCode()));
		}
		onOwner(() -> this.listener.lost(this, failure));
	}

	@Override
	public void closed() {
		this.clockwork.onOwner(() -> this.closed.complete(null));
	}

	private void stalled(String diagnosis) {
		lost(EngineFailure.of(Kind.STALLED, diagnosis, null));
	}

	private void onOwner(Runnable task) {
		this.clockwork.onOwner(() -> {
			if (!this.dead) {
				task.run();
			}
		});
	}

	private void watchAnswers() {
		Long oldest = (this.subscriptions != null) ? this.subscriptions.oldestOpen() : null;
		if (Objects.equals(oldest, this.awaitedAnswer)) {
			return;
		}
		if (this.answerDeadline != null) {
			this.answerDeadline.cancel(false);
		}
		this.awaitedAnswer = oldest;
		if (oldest != null) {
			this.answerDeadline = this.clockwork.after(this.answerTimeout, () -> lost(EngineFailure.of(Kind.STALLED,
					"no SUBACK or UNSUBACK within mqtt.driver.connect-timeout (" + this.answerTimeout + ")", null)));
		}
	}

	private record Session(EngineClient client, ClientFlow flow) {
	}

}
