/**
 * What is counted, from returned futures, handler calls, the broker's log and an
 * independent subscriber alone.
 */
@NullMarked
package io.mqttdriver.benchmark.fault.ledger;

import org.jspecify.annotations.NullMarked;
