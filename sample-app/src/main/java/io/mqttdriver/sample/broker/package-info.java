/**
 * The embedded broker that is there when no other is given.
 */
@NullMarked
package io.mqttdriver.sample.broker;

import org.jspecify.annotations.NullMarked;
