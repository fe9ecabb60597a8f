package io.mqttdriver.engine.paho;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.mqttdriver.engine.ClientSpec;
import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.EngineFailure.Kind;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.ServerLimits;
import io.mqttdriver.engine.Traffic;
import io.mqttdriver.engine.WireSubscription;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/**
 * One client: wires its parts, and turns what they report into its life. Rules 4 and 6.
 * Any thread calls, nothing here blocks; what may block runs in {@link TearDown}.
 */
final class PahoClient implements EngineClient {

	private static final long LAST_WORDS_MILLIS = 100;

	private final ClientSpec spec;

	private final Target target;

	private final Mailbox mailbox;

	private final EngineResources resources;

	private final SocketTraffic traffic;

	private final CoalescingOutput output = new CoalescingOutput(this::progressed);

	private final IncomingPublishes incoming;

	private final Backlog backlog = new Backlog();

	private final KeepAlive keepAlive;

	private final SocketModule module;

	private final ClientThreads threads;

	private final Lifecycle lifecycle;

	private final Outgoing outgoing;

	private final TearDown tearDown;

	private volatile @Nullable ServerLimits limits;

	private volatile boolean sessionPresent;

	PahoClient(ClientSpec spec, Mailbox mailbox, EngineResources resources) {
		this.spec = spec;
		this.target = Target.of(spec.uri());
		this.mailbox = mailbox;
		this.incoming = new IncomingPublishes(this.output::add, mailbox);
		this.resources = resources;
		this.traffic = new SocketTraffic(resources.nanoTime(), this.output::publishesWritten);
		OpenPackets open = new OpenPackets();
		Acknowledgements acknowledgements = new Acknowledgements(open);
		InboundFilter filter = new InboundFilter(this, this.incoming, acknowledgements, this.backlog);
		this.module = new SocketModule(spec, this.target, this, filter, this.traffic, this.output, resources);
		this.threads = resources.groups().lend((thread, ex) -> lost(Failures.died(thread, ex)));
		this.tearDown = new TearDown(this.module, this.threads, resources, mailbox, spec.clientId());
		this.lifecycle = new Lifecycle(resources.scheduler(), mailbox, this::end);
		this.outgoing = new Outgoing(open, mailbox, acknowledgements, this.backlog, this.traffic, this::lost);
		Runnable ping = () -> this.output.add(Frame.of(12));
		this.keepAlive = new KeepAlive(this.traffic, ping, () -> lost(EngineFailure.of(Kind.KEEP_ALIVE,
				this.target + " didn't answer within the keep-alive; see mqtt.driver.keep-alive", null)));
	}

	void start() {
		this.threads.start("mqtt-connect", this::connect);
		long millis = Math.max(1, this.spec.connectTimeout().toMillis());
		this.lifecycle.connectWithin(millis,
				() -> lost(EngineFailure.of(Kind.CONNECT_TIMEOUT, "Within " + millis + " ms "
						+ this.module.phase().unfinished() + " (" + this.target + "); see mqtt.driver.connect-timeout",
						null)));
	}

	private void connect() {
		try {
			PahoConnection connection = new PahoConnection(this.spec.clientId(), this.module);
			this.tearDown.of(connection);
			connection.setManualAcks(true);
			connection.setCallback(new PahoCallback(this, this.mailbox, this.incoming, this.backlog));
			connection.connect(ConnectOptions.of(this.spec), null, new MqttActionListener() {

				@Override
				public void onSuccess(IMqttToken token) {
					connected(connection);
				}

				@Override
				public void onFailure(IMqttToken token, Throwable exception) {
					libraryFailed(exception);
				}

			});
		}
		catch (MqttException | RuntimeException ex) {
			lost(Failures.library(ex));
		}
	}

	Duration keepAlive() {
		return Duration.ofSeconds(ConnectOptions.keepAliveSeconds(this.spec));
	}

	void accepted(ServerLimits limits, boolean sessionPresent) {
		this.limits = limits;
		this.sessionPresent = sessionPresent;
	}

	private void connected(PahoConnection connection) {
		ServerLimits limits = this.limits;
		if (limits == null) {
			return;
		}
		this.outgoing.connected(connection, limits);
		if (this.lifecycle.connected()) {
			boolean present = this.sessionPresent;
			this.mailbox.tell((events) -> events.connected(limits, present));
			this.keepAlive.start(limits.keepAlive(), this.resources.scheduler());
		}
	}

	void startWriter(SocketWriter writer) {
		this.threads.start("mqtt-write", writer);
	}

	private void progressed() {
		this.outgoing.progressed();
	}

	void notConnected(Phase phase, Exception failure, @Nullable Socket raw) {
		if (!this.module.isStopped()) {
			lost(Failures.notConnected(phase, failure, this.target, raw));
		}
	}

	void readFailed(IOException failure) {
		this.backlog.await();
		lost(Failures.read(failure, this.target, this.module.identity(), this.limits != null));
	}

	/** The server may have said why: the reading thread is given time to find it. */
	void writeFailed(IOException failure) {
		boolean connected = this.limits != null;
		this.resources.scheduler()
			.schedule(() -> lost(Failures.written(failure, this.target, this.module.identity(), connected)),
					LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
	}

	void libraryFailed(@Nullable Throwable failure) {
		lost(Failures.library(failure));
	}

	private void lost(EngineFailure failure) {
		this.lifecycle.lost(failure);
	}

	private void end() {
		this.keepAlive.stop();
		this.backlog.abandon();
		this.tearDown.start();
	}

	@Override
	public void publish(long token, OutboundPublish publish) {
		this.outgoing.publish(token, publish);
	}

	@Override
	public void subscribe(long token, int identifier, List<WireSubscription> filters) {
		this.outgoing.subscribe(token, identifier, filters);
	}

	@Override
	public void unsubscribe(long token, List<String> filters) {
		this.outgoing.unsubscribe(token, filters);
	}

	@Override
	public void acknowledge(long delivery) {
		this.incoming.acknowledge(delivery);
	}

	@Override
	public void close(int reasonCode, Duration grace) {
		if (grace.isZero() || grace.isNegative()) {
			this.lifecycle.closeNow();
			return;
		}
		if (this.lifecycle.closing()) {
			this.output.end((reasonCode == 0) ? Frame.of(Frame.DISCONNECT) : Frame.of(Frame.DISCONNECT, reasonCode));
		}
		this.lifecycle.closeWithin(grace.toMillis());
	}

	@Override
	public Traffic traffic() {
		return this.traffic;
	}

}
