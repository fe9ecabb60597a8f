package io.mqttdriver.sample.alarm;

import java.time.Instant;

import io.mqttdriver.annotation.MqttMessageType;

/**
 * A figure has become too high.
 *
 * @param time when it became so
 * @param value what the figure was then
 * @param raiseAt the threshold that it reached
 */
@MqttMessageType("alarm.raised")
public record AlarmRaised(Instant time, double value, double raiseAt) implements Alarm {
}
