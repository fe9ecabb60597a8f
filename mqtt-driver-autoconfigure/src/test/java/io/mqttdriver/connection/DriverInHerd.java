package io.mqttdriver.connection;

import java.time.Duration;
import java.util.List;

import io.mqttdriver.connection.Comeback.Next;
import io.mqttdriver.connection.ReconnectSettings.Mode;
import io.mqttdriver.connection.ReconnectSettings.Validation;
import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.EngineFailure.Kind;

/**
 * This driver as a device of a {@link Herd}: the production {@link Comeback}, told what
 * {@code Life} tells it. Not thread-safe.
 */
public final class DriverInHerd implements HerdDevice {

	private static final Reaction UNREACHABLE = Reaction.to(EngineFailure.of(Kind.UNREACHABLE, "", null));

	private static final Reaction BUSY = Reaction.to(new EngineFailure(Kind.REFUSED, 0x97, "", null, null));

	private final Comeback comeback;

	private boolean probes;

	/**
	 * A driver that has just been made.
	 * @param settings its settings
	 * @param clockwork of which only the monotonic clock and the randomness are used
	 */
	public DriverInHerd(ReconnectSettings settings, Clockwork clockwork) {
		this.comeback = new Comeback(settings, clockwork);
	}

	/**
	 * The defaults, with another spread.
	 * @param spread {@code mqtt.driver.reconnect.spread}
	 * @return the settings
	 */
	public static ReconnectSettings defaults(Duration spread) {
		return settings(spread, Duration.ofSeconds(30), Duration.ofSeconds(60));
	}

	static ReconnectSettings settings(Duration spread, Duration maxInterval, Duration openDuration) {
		return new ReconnectSettings(Duration.ofSeconds(5), 1.5, maxInterval, 0.2, spread, Duration.ofSeconds(10), 10,
				openDuration, List.of(), true, new Validation(Mode.PUBLISH, "validation", Duration.ofSeconds(5)));
	}

	@Override
	public long starts() {
		this.comeback.startOver();
		return 0;
	}

	@Override
	public long lost(boolean busy) {
		return due(this.comeback.lost(busy ? BUSY : UNREACHABLE, false, false));
	}

	@Override
	public void attempts() {
		if (this.probes) {
			this.comeback.probe();
		}
		this.comeback.triggered();
	}

	@Override
	public long failed(boolean busy) {
		return due(this.comeback.failed(busy ? BUSY : UNREACHABLE, false));
	}

	@Override
	public void connected() {
		this.comeback.connected();
	}

	@Override
	public void stable() {
		this.comeback.stable();
	}

	private long due(Next next) {
		this.probes = next.opened();
		return next.due().toNanos();
	}

}
