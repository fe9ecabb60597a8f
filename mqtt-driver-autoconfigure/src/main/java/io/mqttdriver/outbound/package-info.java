/**
 * Publishes on their way out: accepted within bounds, handed to the window of the current
 * client, settled once, sent again by the next client.
 */
@NullMarked
package io.mqttdriver.outbound;

import org.jspecify.annotations.NullMarked;
