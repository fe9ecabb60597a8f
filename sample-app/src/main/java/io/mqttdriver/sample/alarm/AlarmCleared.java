package io.mqttdriver.sample.alarm;

import java.time.Instant;

import io.mqttdriver.annotation.MqttMessageType;

/**
 * A figure that was too high is well again.
 *
 * @param time when it became so
 * @param value what the figure was then
 * @param clearAt the threshold that it reached
 */
@MqttMessageType("alarm.cleared")
public record AlarmCleared(Instant time, double value, double clearAt) implements Alarm {
}
