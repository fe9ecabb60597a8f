package io.mqttdriver.engine;

import java.util.List;

/**
 * Hands on what an engine tells, and may do more in a subclass.
 */
public class ForwardingEvents implements EngineEvents {

	private final EngineEvents target;

	public ForwardingEvents(EngineEvents target) {
		this.target = target;
	}

	@Override
	public void connected(ServerLimits limits, boolean sessionPresent) {
		this.target.connected(limits, sessionPresent);
	}

	@Override
	public void settled(long token, int reasonCode, String reason) {
		this.target.settled(token, reasonCode, reason);
	}

	@Override
	public void answered(long token, List<Integer> reasonCodes) {
		this.target.answered(token, reasonCodes);
	}

	@Override
	public void received(InboundPublish publish) {
		this.target.received(publish);
	}

	@Override
	public void unreadable(int qos, int reasonCode) {
		this.target.unreadable(qos, reasonCode);
	}

	@Override
	public void lost(EngineFailure failure) {
		this.target.lost(failure);
	}

	@Override
	public void closed() {
		this.target.closed();
	}

}
