/**
 * Keeps the last minute of each figure.
 */
@NullMarked
package io.mqttdriver.sample.statistics;

import org.jspecify.annotations.NullMarked;
