/**
 * Spring Boot's way to the driver: properties, beans, failure analyses.
 */
@NullMarked
package io.mqttdriver.autoconfigure;

import org.jspecify.annotations.NullMarked;
