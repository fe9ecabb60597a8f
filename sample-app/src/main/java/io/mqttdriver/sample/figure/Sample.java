package io.mqttdriver.sample.figure;

import java.time.Instant;

/**
 * What a figure was at a time.
 *
 * @param time when it was read
 * @param value in the unit of the figure
 */
public record Sample(Instant time, double value) {
}
