/**
 * What the gateway knows, as JSON, and a switch for an outage.
 */
@NullMarked
package io.mqttdriver.sample.web;

import org.jspecify.annotations.NullMarked;
