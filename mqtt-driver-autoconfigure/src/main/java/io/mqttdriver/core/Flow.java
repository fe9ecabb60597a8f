package io.mqttdriver.core;

import io.mqttdriver.connection.ClientFlow;
import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.ServerLimits;
import io.mqttdriver.inbound.Reception;
import io.mqttdriver.outbound.Window;

/**
 * One client's messages: out through its window, in through its reception.
 */
final class Flow implements ClientFlow {

	private final Flows flows;

	private final Window window;

	private final Reception reception;

	private final Arrivals arrivals;

	Flow(Flows flows, Window window, Reception reception, Arrivals arrivals) {
		this.flows = flows;
		this.window = window;
		this.reception = reception;
		this.arrivals = arrivals;
	}

	@Override
	public void settled(long token, int reasonCode, String reason) {
		this.window.settled(token, reasonCode, reason);
	}

	@Override
	public void received(InboundPublish publish) {
		this.arrivals.received(publish);
	}

	@Override
	public void unreadable() {
		this.reception.unreadable();
	}

	@Override
	public void resume(ServerLimits limits) {
		this.window.start(limits);
	}

	@Override
	public void ended(int reasonCode) {
		this.window.ended(reasonCode);
	}

	@Override
	public void close() {
		this.flows.closed(this, this.arrivals);
		this.window.close();
		this.reception.close();
	}

	void stopIntake() {
		this.reception.stopIntake();
	}

}
