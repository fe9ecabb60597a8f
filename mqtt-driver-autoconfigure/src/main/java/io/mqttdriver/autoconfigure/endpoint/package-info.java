/**
 * The Actuator endpoint {@code mqtt}.
 */
@NullMarked
package io.mqttdriver.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
