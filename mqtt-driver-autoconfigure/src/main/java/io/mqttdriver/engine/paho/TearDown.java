package io.mqttdriver.engine.paho;

import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Ends a client: the raw socket first, then Paho, then its threads are waited for. Rule
 * 6. Runs once, on a worker; {@code closed} is told in bounded time even if that worker
 * were stuck.
 */
final class TearDown implements Runnable {

	private static final Log logger = LogFactory.getLog(TearDown.class);

	private static final long LONGEST_MILLIS = 2_000;

	private final SocketModule module;

	private final ClientThreads threads;

	private final EngineResources resources;

	private final Mailbox mailbox;

	private final String clientId;

	private volatile @Nullable PahoConnection connection;

	private volatile boolean finished;

	private volatile @Nullable Future<?> watchdog;

	TearDown(SocketModule module, ClientThreads threads, EngineResources resources, Mailbox mailbox, String clientId) {
		this.module = module;
		this.threads = threads;
		this.resources = resources;
		this.mailbox = mailbox;
		this.clientId = clientId;
	}

	void of(PahoConnection connection) {
		this.connection = connection;
	}

	void start() {
		this.watchdog = this.resources.scheduler().schedule(this::overdue, LONGEST_MILLIS + 500, TimeUnit.MILLISECONDS);
		this.resources.workers().execute(this);
	}

	@Override
	public void run() {
		closeSocket();
		try {
			boolean gone = this.threads.join(LONGEST_MILLIS, this::shutDown);
			shutDown();
			PahoConnection connection = this.connection;
			if (connection != null) {
				connection.discard();
			}
			if (gone) {
				this.resources.groups().giveBack(this.threads);
				finish();
			}
		}
		catch (InterruptedException ex) {
			// overdue() tells the end in place of this thread
			Thread.currentThread().interrupt();
		}
	}

	private void closeSocket() {
		try {
			this.module.stop();
		}
		catch (IOException ex) {
			logger.warn("The socket of client '" + this.clientId + "' could not be closed", ex);
		}
	}

	private void shutDown() {
		PahoConnection connection = this.connection;
		if (connection != null) {
			connection.shutDown();
		}
	}

	private void finish() {
		this.finished = true;
		Future<?> watchdog = this.watchdog;
		if (watchdog != null) {
			watchdog.cancel(false);
		}
		this.mailbox.closed();
	}

	private void overdue() {
		if (!this.finished) {
			logger.warn("Threads of client '" + this.clientId + "' did not end in time and are left behind");
			finish();
		}
	}

}
