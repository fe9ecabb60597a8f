/**
 * An edge gateway that watches the computer it runs on.
 */
@NullMarked
package io.mqttdriver.sample;

import org.jspecify.annotations.NullMarked;
