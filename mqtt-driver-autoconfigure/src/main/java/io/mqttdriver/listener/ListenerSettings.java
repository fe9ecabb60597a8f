package io.mqttdriver.listener;

import java.util.List;

import io.mqttdriver.listener.ListenerDefinition.Retain;
import io.mqttdriver.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one {@code @MqttListener}, resolved and checked. Immutable.
 *
 * @param id as given, or none
 * @param templates the topics
 * @param group or none
 * @param qos 0, 1 or 2
 * @param concurrency 1 or more
 * @param manualAck whether the method acknowledges
 * @param errorHandler a bean name, or none
 * @param retain which retained messages
 * @param autoStartup whether it starts with the application
 */
record ListenerSettings(@Nullable String id, List<TopicTemplate> templates, @Nullable String group, int qos,
		int concurrency, boolean manualAck, @Nullable String errorHandler, Retain retain, boolean autoStartup) {

}
