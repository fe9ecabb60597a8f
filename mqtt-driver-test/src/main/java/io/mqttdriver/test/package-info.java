/**
 * Brokers for tests: an embedded MQTT 5 broker, and a scripted one that answers as a test
 * tells it.
 */
@NullMarked
package io.mqttdriver.test;

import org.jspecify.annotations.NullMarked;
