package io.mqttdriver.outbound;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.mqttdriver.MqttDriverClosedException;
import io.mqttdriver.MqttDriverException;
import io.mqttdriver.MqttNotConnectedException;
import io.mqttdriver.MqttOutboxFullException;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a publish is accepted, and lets its caller wait for room where the
 * settings say so. Used under the outbox's lock only, which a waiting caller gives back
 * meanwhile.
 */
final class Intake {

	private enum State {

		OPEN, DRAINING, CLOSED, ENDED

	}

	private final LongSupplier nanoTime;

	private final BooleanSupplier connected;

	private State state = State.OPEN;

	Intake(LongSupplier nanoTime, BooleanSupplier connected) {
		this.nanoTime = nanoTime;
		this.connected = connected;
	}

	void open() {
		if (this.state != State.ENDED) {
			this.state = State.OPEN;
		}
	}

	/** Only what is reserved goes on being accepted. */
	void drain() {
		if (this.state == State.OPEN) {
			this.state = State.DRAINING;
		}
	}

	void close() {
		if (this.state != State.ENDED) {
			this.state = State.CLOSED;
		}
	}

	/** For good. */
	void end() {
		this.state = State.ENDED;
	}

	/** Why it is not accepted; or none. */
	@Nullable MqttDriverException refusal(Delivery delivery, boolean reserved) {
		Room room = delivery.room();
		MqttDriverException refusal = stateRefusal(delivery, reserved);
		if (refusal != null || room.admits(delivery)) {
			return refusal;
		}
		if (!room.callersWait() || room.canNeverHold(delivery)) {
			return full(delivery, "");
		}
		if (DriverThread.isCurrent()) {
			return full(delivery, " (one of the driver's own threads never waits for room)");
		}
		try {
			return waitForRoom(delivery, reserved);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return full(delivery, " (the caller was interrupted while it waited for room)");
		}
		finally {
			room.leave(delivery);
		}
	}

	private @Nullable MqttDriverException waitForRoom(Delivery delivery, boolean reserved) throws InterruptedException {
		Room room = delivery.room();
		MqttDriverException refusal = null;
		while (refusal == null && !room.admits(delivery)) {
			long now = this.nanoTime.getAsLong();
			long lives = delivery.expires() ? delivery.expiresAt() - now : Long.MAX_VALUE;
			if (lives <= 0) {
				return Failures.expired(delivery);
			}
			long left = room.deadline(delivery) - now;
			if (left <= 0) {
				return full(delivery,
						" (the caller waited for room as long as " + "mqtt.driver.publish.delivery-timeout allows)");
			}
			room.await(delivery, Math.min(left, lives));
			refusal = stateRefusal(delivery, reserved);
		}
		return refusal;
	}

	private @Nullable MqttDriverException stateRefusal(Delivery delivery, boolean reserved) {
		if (this.state == State.ENDED) {
			return new MqttDriverClosedException(
					"The " + delivery.describe() + " was not accepted: the driver was closed; build a new one");
		}
		if (this.state == State.CLOSED || (this.state == State.DRAINING && !reserved)) {
			return new MqttDriverClosedException("The " + delivery.describe()
					+ " was not accepted: the driver is stopping or stopped by disconnect(); call connect() first");
		}
		if (delivery.qos() == 0 && !this.connected.getAsBoolean()) {
			return new MqttNotConnectedException("The " + delivery.describe()
					+ " was not accepted: there is no connection, and QoS 0 is not kept for the next one; "
					+ "publish with QoS 1 or 2 to have it kept");
		}
		return null;
	}

	private static MqttOutboxFullException full(Delivery delivery, String why) {
		String obstacle = delivery.room().obstacle(delivery);
		return new MqttOutboxFullException("The " + delivery.describe() + " was not accepted: "
				+ ((obstacle != null) ? obstacle : "other callers wait for room before it") + why);
	}

}
