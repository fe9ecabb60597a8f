/**
 * What the application wants to receive: the ledger of filters, their grouping, what a
 * client has been granted, and the routing table.
 */
@NullMarked
package io.mqttdriver.subscription;

import org.jspecify.annotations.NullMarked;
