/**
 * What the clients are exposed to, and who watches: broker, proxy, and two ends that use
 * none of the clients compared.
 */
@NullMarked
package io.mqttdriver.benchmark.fault.field;

import org.jspecify.annotations.NullMarked;
