package io.mqttdriver.engine;

/**
 * One filter of a SUBSCRIBE with its options (MQTT 5, 3.8.3.1). Retain as published is
 * always set.
 *
 * @param filter the topic filter, with {@code $share/group/} where shared
 * @param qos the maximum QoS asked for
 * @param retainHandling 0: send retained messages; 1: only if the subscription is new; 2:
 * don't
 */
public record WireSubscription(String filter, int qos, int retainHandling) {
}
