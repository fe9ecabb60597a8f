package io.mqttdriver.sample.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.TaskScheduler;

/**
 * Stops the embedded broker for a while, one outage at a time. Synchronized.
 */
public class BrokerOutages {

	private static final Logger logger = LoggerFactory.getLogger(BrokerOutages.class);

	private static final Duration NEXT_TRY = Duration.ofSeconds(1);

	private final EmbeddedBroker broker;

	private final TaskScheduler scheduler;

	private @Nullable Outage current;

	BrokerOutages(EmbeddedBroker broker, TaskScheduler scheduler) {
		this.broker = broker;
		this.scheduler = scheduler;
	}

	/**
	 * Stops the broker now and starts it later.
	 * @param length for how long
	 * @return the outage, or none when one is on already
	 * @throws Exception if the broker can't be stopped
	 */
	public synchronized Optional<Outage> begin(Duration length) throws Exception {
		if (this.current != null) {
			return Optional.empty();
		}
		this.broker.stop();
		Instant now = this.scheduler.getClock().instant();
		Outage outage = new Outage(now, now.plus(length));
		this.current = outage;
		this.scheduler.schedule(this::end, outage.until());
		return Optional.of(outage);
	}

	private synchronized void end() {
		try {
			this.broker.start();
			this.current = null;
		}
		catch (Exception ex) {
			logger.error("The embedded broker can't start; next try in {}", NEXT_TRY, ex);
			this.scheduler.schedule(this::end, this.scheduler.getClock().instant().plus(NEXT_TRY));
		}
	}

}
