/**
 * Topic names, filters and templates, how filters overlap and cover each other, and the
 * trie that finds the filters of a topic. Pure: knows neither the driver nor Spring.
 */
@NullMarked
package io.mqttdriver.topic;

import org.jspecify.annotations.NullMarked;
