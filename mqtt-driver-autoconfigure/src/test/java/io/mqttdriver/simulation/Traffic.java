package io.mqttdriver.simulation;

/**
 * Messages in both directions, and what makes them matter to a fault.
 */
final class Traffic {

	private final World world;

	private final Application application;

	private final Dice dice;

	private int messages;

	Traffic(World world, Application application, Dice dice) {
		this.world = world;
		this.application = application;
		this.dice = dice;
	}

	/** Another application publishes so many at the broker. */
	void deliver(int count) {
		for (int i = 0; i < count; i++) {
			deliver();
		}
	}

	private String deliver() {
		String payload = "m" + this.messages++;
		String topic = this.dice.any("in/a", "in/a", "in/b", "in/c/x", "in/c/y", "in/d");
		int qos = this.dice.any(0, 1, 1, 1, 2);
		this.world.tell(801, () -> "another application: " + payload + " to " + topic + " QoS " + qos);
		this.world.broker().route(topic, payload, qos);
		return payload;
	}

	/** One that no handler takes. */
	void poison() {
		String next = "m" + this.messages;
		this.application.handlers().poison(next);
		deliver();
	}

	void burst(int count) {
		for (int i = 0; i < count; i++) {
			this.application.publish();
		}
	}

	/** A slow handler gets something to do, and a publish goes out. */
	void prime() {
		this.application.handlers().behaviour().slow(2);
		deliver(2);
		this.application.publish(1, null);
	}

}
