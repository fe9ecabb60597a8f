package io.mqttdriver.sample.statistics;

import io.mqttdriver.sample.figure.Figure;
import io.mqttdriver.sample.figure.Sample;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a figure.
 *
 * @param figure the figure
 * @param latest its newest sample, however old
 * @param lastMinute the statistics of the last minute; none without a sample in it
 */
public record FigureSummary(Figure figure, Sample latest, @Nullable Statistics lastMinute) {
}
