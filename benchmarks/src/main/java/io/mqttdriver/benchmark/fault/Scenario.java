package io.mqttdriver.benchmark.fault;

import java.time.Duration;

import io.mqttdriver.benchmark.fault.client.ClientKind;

/**
 * The faults, in the order of the table.
 */
enum Scenario {

	KILL_SESSION_KEPT("kill -9, session kept", new BrokerKilled(true)),

	KILL_SESSION_FORGOTTEN("kill -9, session forgotten", new BrokerKilled(false)),

	FROZEN("SIGSTOP for 20 s", new BrokerFrozen()),

	PARTITION("partition, no RST", new Partition()),

	RESET("RST", new Resets()),

	RESTART_IN_BACKLOG("restart in the middle of 10,000 queued", new RestartInBacklog()),

	SAME_CLIENT_ID("two applications with one client id", new SameClientId()),

	REBUILDS("many rebuilds", new Rebuilds());

	private final String title;

	private final Fault fault;

	Scenario(String title, Fault fault) {
		this.title = title;
		this.fault = fault;
	}

	String title() {
		return this.title;
	}

	int number() {
		return ordinal() + 1;
	}

	Fault fault() {
		return this.fault;
	}

	/**
	 * How many of its rows are played at the same time: all, where they mostly wait, or
	 * as many as two processors bear.
	 */
	int rowsAtATime() {
		return (this == RESTART_IN_BACKLOG || this == REBUILDS) ? 2 : ClientKind.values().length;
	}

	/** Whether the broker forgets sessions, and with them what it had for others. */
	boolean forgets() {
		return this == KILL_SESSION_FORGOTTEN;
	}

	/** How long it is waited for publishes that are neither acknowledged nor failed. */
	Duration grace() {
		return (this == FROZEN || this == PARTITION) ? Duration.ofSeconds(120) : Duration.ofSeconds(60);
	}

}
