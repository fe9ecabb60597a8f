package io.mqttdriver.sample.alarm;

import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code sample.alarms.*}.
 *
 * @param alarms Thresholds by the kind of the figure, such as memory-percent.
 */
@ConfigurationProperties("sample")
record AlarmProperties(@DefaultValue Map<String, Threshold> alarms) {
}
