/**
 * What comes in: dispatch to handlers, lanes, retry, acknowledgements in order.
 */
@NullMarked
package io.mqttdriver.inbound;

import org.jspecify.annotations.NullMarked;
