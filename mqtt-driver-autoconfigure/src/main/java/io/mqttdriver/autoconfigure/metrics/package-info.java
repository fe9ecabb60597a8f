/**
 * The meters {@code mqtt.driver.*}.
 */
@NullMarked
package io.mqttdriver.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
