package io.mqttdriver.sample.web;

import java.time.Instant;
import java.util.List;

import io.mqttdriver.sample.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a host.
 *
 * @param host its name
 * @param figures its figures, by name
 * @param alarms its alarms, by figure
 */
record HostView(String host, List<FigureView> figures, List<AlarmView> alarms) {

	/**
	 * A figure.
	 *
	 * @param name its name
	 * @param value its newest value
	 * @param time when that was read
	 * @param lastMinute the statistics of the last minute; none when it was silent
	 */
	record FigureView(String name, double value, Instant time, @Nullable Statistics lastMinute) {
	}

	/**
	 * An alarm.
	 *
	 * @param figure the name of the figure
	 * @param raised whether it is raised; else it was, and has been cleared
	 * @param since since when it is so
	 * @param value what the figure was then
	 */
	record AlarmView(String figure, boolean raised, Instant since, double value) {
	}

}
