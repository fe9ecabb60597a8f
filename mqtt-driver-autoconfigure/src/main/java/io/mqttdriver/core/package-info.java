/**
 * The driver itself: the only place where the rooms are wired to each other.
 */
@NullMarked
package io.mqttdriver.core;

import org.jspecify.annotations.NullMarked;
