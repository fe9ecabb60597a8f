/**
 * The port to an MQTT library and the plain values that cross it. What stands here knows
 * no library and no other room.
 */
@NullMarked
package io.mqttdriver.engine;

import org.jspecify.annotations.NullMarked;
