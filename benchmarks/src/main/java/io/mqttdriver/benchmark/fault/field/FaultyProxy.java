package io.mqttdriver.benchmark.fault.field;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.mqttdriver.benchmark.fault.ledger.Resources;

/**
 * A network between client and broker that can fail. In a partition what is sent on
 * existing connections is swallowed, in both directions and for good, without a FIN or an
 * RST; new connections hang, and are put through when it heals, if the caller still
 * waits. Threads: one accepts, two pump each connection.
 */
public final class FaultyProxy implements AutoCloseable {

	private final ServerSocket server;

	private final int target;

	private final Set<ProxyLink> links = ConcurrentHashMap.newKeySet();

	private final List<Socket> held = new ArrayList<>();

	private boolean partitioned;

	private FaultyProxy(ServerSocket server, int target) {
		this.server = server;
		this.target = target;
	}

	/** Starts one in front of this port of this machine. */
	public static FaultyProxy start(int target) throws IOException {
		FaultyProxy proxy = new FaultyProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
		Thread thread = new Thread(proxy::accept, Resources.HARNESS + "proxy-accept");
		thread.setDaemon(true);
		thread.start();
		return proxy;
	}

	public int port() {
		return this.server.getLocalPort();
	}

	private void accept() {
		try {
			while (true) {
				Socket caller = this.server.accept();
				caller.setTcpNoDelay(true);
				if (!hold(caller)) {
					putThrough(caller, new byte[0]);
				}
			}
		}
		catch (IOException ex) {
			// Closed.
		}
	}

	private synchronized boolean hold(Socket caller) {
		if (this.partitioned) {
			this.held.add(caller);
		}
		return this.partitioned;
	}

	private void putThrough(Socket caller, byte[] first) throws IOException {
		ProxyLink link = ProxyLink.open(caller, this.target, this.links::remove);
		if (link != null) {
			this.links.add(link);
			link.start(first);
		}
	}

	/** The network is cut. */
	public synchronized void partition() {
		this.partitioned = true;
		this.links.forEach(ProxyLink::swallow);
	}

	/** The network is whole again; what was swallowed stays lost. */
	public void heal() throws IOException {
		List<Socket> callers;
		synchronized (this) {
			this.partitioned = false;
			callers = List.copyOf(this.held);
			this.held.clear();
		}
		for (Socket caller : callers) {
			byte[] first = ProxyLink.waitingBytes(caller);
			if (first.length > 0) {
				putThrough(caller, first);
			}
			else {
				caller.close();
			}
		}
		this.links.forEach(ProxyLink::heal);
	}

	/** Every connection ends with an RST, to both sides. */
	public void reset() {
		this.links.forEach(ProxyLink::reset);
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		reset();
	}

}
