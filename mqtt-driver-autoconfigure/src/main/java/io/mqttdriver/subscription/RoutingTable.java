package io.mqttdriver.subscription;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mqttdriver.topic.FilterTrie;

/**
 * Says where a message goes: the identifiers choose the groups, within a group the topic
 * matches one filter at most. Identifiers that the current client didn't give (a kept
 * session may still have older ones) are ignored, and the topic alone decides. Immutable,
 * for any thread.
 *
 * @param <S> what messages are routed to
 */
public final class RoutingTable<S> {

	private final FilterTrie<Route<S>> routes;

	private final Identifiers identifiers;

	RoutingTable(FilterTrie<Route<S>> routes, Identifiers identifiers) {
		this.routes = routes;
		this.identifiers = identifiers;
	}

	/**
	 * Finds who gets a message.
	 * @param subscriptionIdentifiers as they came with it; empty if there were none
	 * @param topic its topic name
	 * @return each target once; empty also for a copy whose targets get another one
	 */
	public List<S> route(List<Integer> subscriptionIdentifiers, String topic) {
		List<Route<S>> matching = this.routes.match(topic);
		Set<Integer> groups = groups(subscriptionIdentifiers, matching);
		if (matching.size() == 1) {
			return matching.get(0).targets();
		}
		Map<S, Route<S>> surest = new LinkedHashMap<>();
		for (Route<S> route : matching) {
			route.targets().forEach((target) -> surest.merge(target, route, Route::surer));
		}
		List<S> found = new ArrayList<>(surest.size());
		surest.forEach((target, route) -> {
			if (groups.isEmpty() || groups.contains(route.group())) {
				found.add(target);
			}
		});
		return found;
	}

	/**
	 * Whether any wanted filter matches.
	 * @param topic a topic name
	 * @return false where nobody is to get messages of it
	 */
	public boolean matches(String topic) {
		return !this.routes.match(topic).isEmpty();
	}

	/** Whether filters of several groups match, and their identifiers tell them apart. */
	boolean isOverlapped(String topic) {
		return this.identifiers.groups() > 1
				&& this.routes.match(topic).stream().mapToInt(Route::group).distinct().limit(2).count() > 1;
	}

	private Set<Integer> groups(List<Integer> subscriptionIdentifiers, List<Route<S>> matching) {
		Set<Integer> groups = new HashSet<>();
		for (Integer identifier : subscriptionIdentifiers) {
			if (!this.identifiers.known(identifier)) {
				return Set.of();
			}
			groups.add(this.identifiers.group(identifier));
		}
		boolean fits = matching.stream().anyMatch((route) -> groups.contains(route.group()));
		return fits ? groups : Set.of();
	}

}
