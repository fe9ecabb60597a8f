/**
 * Raises and clears alarms, and hears those that the broker retains.
 */
@NullMarked
package io.mqttdriver.sample.alarm;

import org.jspecify.annotations.NullMarked;
