/**
 * Hears the readings of every host and takes them apart into figures.
 */
@NullMarked
package io.mqttdriver.sample.figure;

import org.jspecify.annotations.NullMarked;
