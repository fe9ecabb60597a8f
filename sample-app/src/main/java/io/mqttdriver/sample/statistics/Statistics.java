package io.mqttdriver.sample.statistics;

/**
 * What the samples of a while come to.
 *
 * @param count how many there were, at least one
 * @param min the smallest
 * @param average their mean
 * @param max the largest
 */
public record Statistics(long count, double min, double average, double max) {
}
