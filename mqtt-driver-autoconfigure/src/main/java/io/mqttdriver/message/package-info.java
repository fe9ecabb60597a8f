/**
 * Payloads to bytes and back, type names on the wire, headers, and dead letters.
 */
@NullMarked
package io.mqttdriver.message;

import org.jspecify.annotations.NullMarked;
