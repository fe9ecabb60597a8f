/**
 * The connection: its state, pace, back-off and circuit, servers and client ids, the
 * attempt with its validation. One thread owns all of it.
 */
@NullMarked
package io.mqttdriver.connection;

import org.jspecify.annotations.NullMarked;
