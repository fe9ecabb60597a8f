/**
 * What the driver tells about itself, and its translation into meters.
 */
@NullMarked
package io.mqttdriver.observation;

import org.jspecify.annotations.NullMarked;
