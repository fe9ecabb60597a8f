package io.mqttdriver.sample.broker;

import java.time.Instant;

/**
 * A while without the broker.
 *
 * @param from when the broker was stopped
 * @param until when it is started again
 */
public record Outage(Instant from, Instant until) {
}
