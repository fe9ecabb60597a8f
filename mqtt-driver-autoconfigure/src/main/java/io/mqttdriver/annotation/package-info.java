/**
 * Annotations that make methods listen to MQTT topics.
 */
@NullMarked
package io.mqttdriver.annotation;

import org.jspecify.annotations.NullMarked;
