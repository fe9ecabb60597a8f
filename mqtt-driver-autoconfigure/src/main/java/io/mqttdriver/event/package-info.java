/**
 * Application events about the connection, published through Spring's
 * {@code ApplicationEventPublisher} on the driver's callback threads.
 */
@NullMarked
package io.mqttdriver.event;

import org.jspecify.annotations.NullMarked;
