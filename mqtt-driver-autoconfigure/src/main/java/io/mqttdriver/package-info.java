/**
 * What an application names: the driver, messages, subscriptions, status and exceptions.
 */
@NullMarked
package io.mqttdriver;

import org.jspecify.annotations.NullMarked;
