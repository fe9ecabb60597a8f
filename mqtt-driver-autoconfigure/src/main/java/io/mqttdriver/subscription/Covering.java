package io.mqttdriver.subscription;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.mqttdriver.engine.WireSubscription;

/**
 * Which filters one client leaves to another filter that covers them. Shared filters
 * neither cover nor are covered, as a server serves a group beside everybody else.
 * Confined to the ledger's thread.
 */
final class Covering<S> {

	private final Ledger<S> ledger;

	private final Predicate<Wanted<S>> servable;

	/** By filter: the one that it is left to. */
	private final Map<String, Wanted<S>> widest = new HashMap<>();

	/** By filter: those that are left to it. */
	private final Map<String, Map<String, Wanted<S>>> followers = new HashMap<>();

	/**
	 * Creates one where each filter stands for itself.
	 * @param ledger of the filters
	 * @param servable whether the server may serve a filter, as far as is known
	 */
	Covering(Ledger<S> ledger, Predicate<Wanted<S>> servable) {
		this.ledger = ledger;
		this.servable = servable;
	}

	/**
	 * Finds the filters that are to be subscribed to for this one: itself or the widest
	 * one that covers it, and what that covers is left to it.
	 */
	Wanted<S> place(Wanted<S> entry) {
		Wanted<S> found = widestOver(entry);
		if (found != entry) {
			leave(entry, found);
			return found;
		}
		stand(name(entry));
		for (Wanted<S> other : this.ledger.overlapping(entry.filter())) {
			if (covers(entry, other)) {
				leave(other, widestOver(other));
			}
		}
		return entry;
	}

	private Wanted<S> widestOver(Wanted<S> entry) {
		Wanted<S> found = entry;
		for (Wanted<S> other : this.ledger.overlapping(entry.filter())) {
			if (covers(other, found) && covers(other, entry) && this.servable.test(other)) {
				found = other;
			}
		}
		return found;
	}

	private void leave(Wanted<S> entry, Wanted<S> found) {
		stand(name(entry));
		if (found != entry) {
			this.widest.put(name(entry), found);
			this.followers.computeIfAbsent(name(found), (key) -> new LinkedHashMap<>()).put(name(entry), entry);
		}
	}

	private void stand(String filter) {
		Wanted<S> former = this.widest.remove(filter);
		if (former != null) {
			this.followers.getOrDefault(name(former), new HashMap<>()).remove(filter);
		}
	}

	/** The filters that are left to this one. */
	List<Wanted<S>> followers(Wanted<S> entry) {
		return List.copyOf(this.followers.getOrDefault(name(entry), Map.of()).values());
	}

	/** It is wanted no more. Gives those that were left to it. */
	List<Wanted<S>> forget(String filter) {
		stand(filter);
		Map<String, Wanted<S>> orphans = this.followers.getOrDefault(filter, Map.of());
		this.followers.remove(filter);
		orphans.keySet().forEach(this.widest::remove);
		return orphans.values().stream().filter((one) -> this.ledger.find(name(one)) == one).toList();
	}

	/** How a filter is asked for with those that are left to it. */
	WireSubscription onTheWire(Wanted<S> entry) {
		WireSubscription wire = entry.onTheWire();
		for (Wanted<S> follower : followers(entry)) {
			WireSubscription more = follower.onTheWire();
			wire = new WireSubscription(wire.filter(), Math.max(wire.qos(), more.qos()),
					Math.min(wire.retainHandling(), more.retainHandling()));
		}
		return wire;
	}

	/** Of two that match the same topics, one covers the other. */
	static boolean covers(Wanted<?> wide, Wanted<?> narrow) {
		if (wide == narrow || wide.filter().group() != null || narrow.filter().group() != null) {
			return false;
		}
		return wide.filter().covers(narrow.filter())
				&& (!narrow.filter().covers(wide.filter()) || name(wide).compareTo(name(narrow)) < 0);
	}

	/** What subscribing to covering filters alone doesn't help, in words. */
	static <S> String partialOverlap(Ledger<S> ledger) {
		for (Wanted<S> one : ledger.all()) {
			for (Wanted<S> other : ledger.overlapping(one.filter())) {
				if (!covers(one, other) && !covers(other, one)) {
					return "'" + one.filter() + "' and '" + other.filter() + "' (and there may be more such filters) "
							+ "overlap without one covering the other: each copy is delivered to the listeners of both";
				}
			}
		}
		return "no other filters overlap";
	}

	private static String name(Wanted<?> entry) {
		return entry.filter().filter();
	}

}
