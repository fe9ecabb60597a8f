/**
 * Finds annotated methods, invokes them, and keeps the registry of listeners.
 */
@NullMarked
package io.mqttdriver.listener;

import org.jspecify.annotations.NullMarked;
