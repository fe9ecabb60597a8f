package io.mqttdriver.simulation;

import java.util.concurrent.Semaphore;

import io.mqttdriver.outbound.DriverThread;
import org.jspecify.annotations.Nullable;

/**
 * A thread of the driver in virtual time. One at a time runs; the others are in user code
 * and wait for virtual time to pass, or for a simulation.
 */
final class SimulatedThread extends Thread implements DriverThread {

	static final String IDLE = "mqtt-simulated";

	private final Semaphore turn = new Semaphore(0);

	private @Nullable Strands strands;

	SimulatedThread(Runnable task) {
		super(task, IDLE);
		setDaemon(true);
	}

	static SimulatedThread current() {
		return (SimulatedThread) Thread.currentThread();
	}

	void belongsTo(Strands strands) {
		this.strands = strands;
	}

	void giveTurn() {
		this.turn.release();
	}

	void awaitTurn() {
		this.turn.acquireUninterruptibly();
	}

	/** In virtual time: ends the wait of user code. */
	@Override
	public void interrupt() {
		Strands at = this.strands;
		if (at == null || !at.interrupt(this)) {
			super.interrupt();
		}
	}

}
