package io.mqttdriver.topic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A topic filter with named levels: {@code plant/{id}/state} is the filter
 * {@code plant/+/state}, and {@code log/{*rest}} is {@code log/#}. The wildcards
 * themselves may stand beside variables, and {@code $share/group/} before them.
 * Immutable, for any thread.
 */
public final class TopicTemplate {

	private final String template;

	private final TopicFilter filter;

	private final Set<String> names;

	private final List<TopicVariable> variables;

	private TopicTemplate(String template, TopicFilter filter, Set<String> names, List<TopicVariable> variables) {
		this.template = template;
		this.filter = filter;
		this.names = Collections.unmodifiableSet(names);
		this.variables = List.copyOf(variables);
	}

	/**
	 * Reads a template.
	 * @param template such as {@code $share/workers/plant/{id}/{*rest}}
	 * @return the template
	 * @throws IllegalArgumentException if a variable doesn't take a whole level, has no
	 * name or one that is taken, {@code {*name}} isn't at the end, or the filter is
	 * malformed; the message names the template
	 */
	public static TopicTemplate parse(@Nullable String template) {
		String valid = TopicNames.requireUtf8("Topic template", template);
		StringBuilder filter = new StringBuilder();
		List<TopicVariable> variables = new ArrayList<>();
		Set<String> names = new LinkedHashSet<>();
		Levels levels = Levels.ofTopic(valid);
		while (levels.next()) {
			String level = levels.level();
			TopicVariable variable = TopicVariable.read(level, levels.index(), valid);
			filter.append((levels.index() > 0) ? "/" : "").append((variable != null) ? variable.wildcard() : level);
			if (variable != null) {
				variable.requirePlace(names.add(variable.name()), levels.isLast(), valid);
				variables.add(variable);
			}
		}
		return new TopicTemplate(valid, TopicFilter.of(filter.toString(), valid), names, variables);
	}

	/**
	 * Makes a topic name out of a template such as {@code dlt/{topic}}, in which
	 * variables may stand anywhere, and values may have several levels.
	 * @param template the template; no wildcards
	 * @param values gives the value of a variable by its name, null for none
	 * @return the topic name, valid for publishing
	 * @throws IllegalArgumentException if a value is missing, braces aren't in pairs, or
	 * the result isn't a topic name
	 */
	public static String expand(@Nullable String template, Function<String, @Nullable String> values) {
		return TopicNames
			.requireValid(TopicVariable.replaceAll(TopicNames.requireUtf8("Topic template", template), values));
	}

	/** The filter to subscribe to. */
	public TopicFilter filter() {
		return this.filter;
	}

	/** Whether there is a variable. */
	public boolean hasVariables() {
		return !this.variables.isEmpty();
	}

	/** The names of the variables, in their order. */
	public Set<String> variableNames() {
		return this.names;
	}

	/**
	 * The values of the variables in a topic. That of {@code {*name}} is what remains,
	 * slashes included, and empty where {@code a/{*name}} matched {@code a}.
	 * @param topic a topic that the filter matches
	 * @return values by name, in the order of the template; unmodifiable
	 * @throws IllegalArgumentException if the filter doesn't match the topic
	 */
	public Map<String, String> variables(String topic) {
		if (!this.filter.matches(topic)) {
			throw new IllegalArgumentException("Topic " + Shown.of(topic) + " is not matched by template "
					+ Shown.of(this.template) + ": ask filter().matches(topic) first");
		}
		int offset = (this.filter.group() != null) ? 2 : 0;
		Map<String, String> values = new LinkedHashMap<>();
		Levels levels = Levels.ofTopic(topic);
		levels.next();
		for (TopicVariable variable : this.variables) {
			while (!levels.isEnd() && levels.index() + offset < variable.level()) {
				levels.next();
			}
			values.put(variable.name(), variable.valueAt(levels));
		}
		return Collections.unmodifiableMap(values);
	}

	/** The template as it was written. */
	@Override
	public String toString() {
		return this.template;
	}

}
