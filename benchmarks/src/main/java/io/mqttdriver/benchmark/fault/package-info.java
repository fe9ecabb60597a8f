/**
 * Real faults against mosquitto processes: the run, its scenarios, its table.
 */
@NullMarked
package io.mqttdriver.benchmark.fault;

import org.jspecify.annotations.NullMarked;
