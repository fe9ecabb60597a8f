/**
 * What comes in: messages are dealt to the listeners of their topic, handled in lanes (a
 * topic's messages in order, several topics at a time), retried, dead-lettered, and
 * acknowledged in the order of their arrival.
 *
 * <p>
 * Read it in this order: {@link io.mqttdriver.inbound.Reception} deals a message out, a
 * {@code Lane} runs its {@code Handling} for each listener, a {@code Receipt} counts them
 * down, and the {@code AckSequencer} acknowledges. Batch listeners would be a
 * {@code Work} that takes several handlings of a lane at once.
 */
@NullMarked
package io.mqttdriver.inbound;

import org.jspecify.annotations.NullMarked;
