/**
 * Proves that the simulation can fail: changes of the production code that break a
 * promise ({@code src/test/mutants}), each compiled, run, and caught by an invariant.
 */
package io.mqttdriver.mutation;
