package io.mqttdriver.subscription;

import java.util.List;

/**
 * Where the messages of a filter go.
 *
 * @param group of the filter, 1 and up
 * @param targets each once
 */
record Route<S>(int group, List<S> targets) {
}
