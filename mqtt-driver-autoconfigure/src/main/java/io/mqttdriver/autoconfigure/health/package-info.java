/**
 * The health contributor {@code mqtt}.
 */
@NullMarked
package io.mqttdriver.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
