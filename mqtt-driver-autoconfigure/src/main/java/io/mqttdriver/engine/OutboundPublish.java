package io.mqttdriver.engine;

/**
 * A PUBLISH to send. The payload array is not copied and must not change.
 *
 * @param topic a valid topic name
 * @param payload the bytes
 * @param qos 0, 1 or 2
 * @param retained whether the server keeps it
 * @param properties the rest
 */
public record OutboundPublish(String topic, byte[] payload, int qos, boolean retained, PublishProperties properties) {
}
