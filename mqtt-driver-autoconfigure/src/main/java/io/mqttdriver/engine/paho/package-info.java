/**
 * Eclipse Paho v5 1.2.5 behind the port. What Paho gets wrong is put right around it: in
 * a network module, in the packets that pass, and in how a client is ended. The rules are
 * numbered in {@code docs/engines.md}.
 */
@NullMarked
package io.mqttdriver.engine.paho;

import org.jspecify.annotations.NullMarked;
