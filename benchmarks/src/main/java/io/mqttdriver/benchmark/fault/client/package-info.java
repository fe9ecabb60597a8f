/**
 * The clients compared, each with the settings that its manual advises.
 */
@NullMarked
package io.mqttdriver.benchmark.fault.client;

import org.jspecify.annotations.NullMarked;
