/**
 * Reads this computer's figures and publishes them as typed messages.
 */
@NullMarked
package io.mqttdriver.sample.reading;

import org.jspecify.annotations.NullMarked;
