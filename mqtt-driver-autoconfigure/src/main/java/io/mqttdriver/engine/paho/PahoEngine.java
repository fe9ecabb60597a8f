package io.mqttdriver.engine.paho;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

import io.mqttdriver.engine.ClientSpec;
import io.mqttdriver.engine.Engine;
import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.EngineEvents;

/**
 * The engine {@code paho}: Eclipse Paho v5 over tcp and ssl. Every client has a Paho
 * client, a socket and threads of its own, and all of them end with it. Safe for use by
 * many threads; its threads are daemons, so there is nothing to close.
 */
public final class PahoEngine implements Engine {

	private final ScheduledExecutorService scheduler;

	private final HostResolver resolver;

	private final LongSupplier nanoTime;

	private final ExecutorService workers;

	private final ThreadGroups groups;

	/**
	 * An engine with what tests replace.
	 * @param scheduler for deadlines and pings; its tasks are short and never block
	 * @param resolver how a host name becomes addresses; may block
	 * @param nanoTime the clock of {@link io.mqttdriver.engine.Traffic}, in nanoseconds
	 */
	public PahoEngine(ScheduledExecutorService scheduler, HostResolver resolver, LongSupplier nanoTime) {
		this.scheduler = scheduler;
		this.resolver = resolver;
		this.nanoTime = nanoTime;
		this.groups = new ThreadGroups();
		this.workers = Workers.create();
		SilentLogger.install();
	}

	/**
	 * An engine with a daemon scheduler of its own, the name service of the JDK and
	 * {@link System#nanoTime()}.
	 * @return a new engine
	 */
	public static PahoEngine create() {
		return new PahoEngine(Workers.timer(), (host) -> List.of(InetAddress.getAllByName(host)), System::nanoTime);
	}

	@Override
	public EngineClient open(ClientSpec spec, EngineEvents events) {
		Mailbox mailbox = new Mailbox(events, this.workers);
		PahoClient client = new PahoClient(spec, mailbox,
				new EngineResources(this.scheduler, this.workers, this.resolver, this.nanoTime, this.groups));
		client.start();
		mailbox.open();
		return client;
	}

	@Override
	public void requireSupported(URI uri) {
		Target.of(uri);
	}

	@Override
	public boolean settlesKeptQos2() {
		return false;
	}

	/**
	 * Turns a host name into addresses. Called on a daemon thread that is abandoned when
	 * the connection's deadline passes.
	 */
	@FunctionalInterface
	public interface HostResolver {

		/**
		 * Looks a name up.
		 * @param host a name or a literal address
		 * @return the addresses in the order in which they are tried, at least one
		 * @throws IOException if there is none
		 */
		List<InetAddress> resolve(String host) throws IOException;

	}

}
