package io.mqttdriver;

import java.time.Duration;

/**
 * How a publish was settled.
 *
 * @param topic as published
 * @param qos as published
 * @param reasonCode of the PUBACK or PUBCOMP: 0, or 0x10 where nobody subscribes; 0 for
 * QoS 0
 * @param attempts how often it was sent, rebuilds included
 * @param elapsed from {@code publish()} to the acknowledgement
 */
public record MqttPublishResult(String topic, int qos, int reasonCode, int attempts, Duration elapsed) {
}
