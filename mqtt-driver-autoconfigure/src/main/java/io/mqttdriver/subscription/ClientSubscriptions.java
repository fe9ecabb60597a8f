package io.mqttdriver.subscription;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.ServerLimits;
import io.mqttdriver.engine.WireSubscription;
import org.jspecify.annotations.Nullable;

/**
 * What one client has been asked to subscribe to, and what its server answered. Dies with
 * the client. Confined to the connection's thread, but for {@link #heard}.
 *
 * @param <S> what messages are routed to
 */
public final class ClientSubscriptions<S> {

	private final Ledger<S> ledger;

	private final EngineClient client;

	private final ServerLimits limits;

	private final FilterLimits filterLimits;

	private final Map<String, WireSubscription> sent = new HashMap<>();

	private final Map<Long, List<String>> open = new LinkedHashMap<>();

	private final Asked asked = new Asked();

	private final Map<Long, CompletableFuture<Void>> removals = new HashMap<>();

	private final List<Refusal> refusals = new ArrayList<>();

	/** Filters that the session of a former client may still have. */
	private final Set<String> kept = new HashSet<>();

	private final Ledger.Server server;

	private final Covering<S> covering;

	private boolean coveringAlone;

	private long tokens;

	ClientSubscriptions(Ledger<S> ledger, EngineClient client, ServerLimits limits, Ledger.Server server,
			boolean coveringAlone) {
		this.ledger = ledger;
		this.client = client;
		this.limits = limits;
		this.filterLimits = new FilterLimits(limits);
		this.server = server;
		this.coveringAlone = coveringAlone;
		this.covering = new Covering<>(ledger, this::isServable);
		if (server.sessionPresent()) {
			ledger.all().forEach((entry) -> this.kept.add(name(entry)));
			this.kept.addAll(ledger.session().all());
		}
	}

	/**
	 * Asks the server for what the ledger wants and it was not asked for yet, and to
	 * forget what is wanted no more.
	 * @return done when the server has answered what was asked to be forgotten, or the
	 * client is gone
	 */
	public CompletableFuture<Void> sync() {
		Change<S> change = new Change<>();
		for (String filter : this.ledger.takeChanged()) {
			Wanted<S> entry = this.ledger.find(filter);
			if (entry != null) {
				change.ask().add(entry);
				place(entry, change);
			}
			else {
				this.covering.forget(filter).forEach((orphan) -> place(orphan, change));
				boolean mayBeThere = this.kept.remove(filter);
				if (this.sent.remove(filter) != null || mayBeThere) {
					change.gone().add(filter);
				}
			}
		}
		return send(change);
	}

	/**
	 * The server sends a copy for each filter and doesn't mark whose it is: what another
	 * filter covers is asked for no more.
	 */
	public void leaveToCovering() {
		if (!this.coveringAlone) {
			this.coveringAlone = true;
			this.ledger.sendsUnmarkedCopies(this.server);
			Change<S> change = new Change<>();
			this.ledger.all().stream().filter(this::isServable).forEach((entry) -> place(entry, change));
			send(change);
		}
	}

	private void place(Wanted<S> entry, Change<S> change) {
		int refusal = refusal(entry);
		if (refusal != 0) {
			entry.standing().judge(refusal);
			settle(entry, refusal);
		}
		else {
			change.due().add(this.coveringAlone ? this.covering.place(entry) : entry);
		}
	}

	private CompletableFuture<Void> send(Change<S> change) {
		Map<Integer, List<WireSubscription>> missing = new TreeMap<>();
		for (Wanted<S> entry : change.due()) {
			WireSubscription wire = this.covering.onTheWire(entry);
			if (isToBeAsked(entry, wire, change)) {
				missing.computeIfAbsent(groupOf(entry), (key) -> new ArrayList<>()).add(wire);
				this.sent.put(wire.filter(), wire);
				this.ledger.session().asked(wire.filter());
			}
			else if (this.ledger.isGranted(entry)) {
				served(entry, this.ledger.reasonCode(entry.filter()), change);
			}
		}
		missing.forEach(this::subscribe);
		return unsubscribe(change.gone());
	}

	private boolean isToBeAsked(Wanted<S> entry, WireSubscription wire, Change<S> change) {
		WireSubscription before = this.sent.get(wire.filter());
		return before == null || change.ask().contains(entry) || wire.qos() > before.qos()
				|| this.covering.followers(entry).stream().anyMatch(Wanted::isNew);
	}

	/**
	 * Those that are left to a filter have its answer, and are not asked for beside it.
	 */
	private void served(Wanted<S> entry, int reasonCode, Change<S> change) {
		for (Wanted<S> follower : this.covering.followers(entry)) {
			settle(follower, Math.min(reasonCode, follower.qos()));
			boolean mayBeThere = this.kept.remove(name(follower));
			if (this.sent.remove(name(follower)) != null || mayBeThere) {
				change.gone().add(name(follower));
			}
		}
	}

	/**
	 * Hears an answer on the thread that tells it, before what follows it is routed.
	 * @param token as it was given to the client
	 * @param reasonCodes one for each filter
	 */
	public void heard(long token, List<Integer> reasonCodes) {
		this.asked.heard(token, reasonCodes);
	}

	/**
	 * Takes an answer of the server.
	 * @param token as it was given to the client
	 * @param reasonCodes one for each filter
	 */
	public void answered(long token, List<Integer> reasonCodes) {
		CompletableFuture<Void> removal = this.removals.remove(token);
		List<String> filters = this.open.remove(token);
		if (removal != null && filters != null) {
			this.ledger.session().forgotten(filters.stream().filter(this::isNotAskedAgain).toList());
			removal.complete(null);
		}
		else if (filters != null) {
			Change<S> change = new Change<>();
			for (int i = 0; i < Math.min(filters.size(), reasonCodes.size()); i++) {
				answered(filters.get(i), reasonCodes.get(i), change);
			}
			send(change);
		}
	}

	/**
	 * What was refused since the last call, by the server or because of its limits.
	 * @return empty if nothing was
	 */
	public List<Refusal> takeRefusals() {
		List<Refusal> taken = List.copyOf(this.refusals);
		this.refusals.clear();
		return taken;
	}

	/**
	 * Whether nothing is left to be answered.
	 * @return true also when there is nothing to subscribe to
	 */
	public boolean isAnswered() {
		return this.open.isEmpty();
	}

	/**
	 * The oldest question without an answer.
	 * @return its token, or null
	 */
	public @Nullable Long oldestOpen() {
		return this.open.isEmpty() ? null : this.open.keySet().iterator().next();
	}

	/**
	 * The client is gone.
	 */
	public void close() {
		this.open.clear();
		this.removals.values().forEach((removal) -> removal.complete(null));
		this.removals.clear();
		this.ledger.forgetAnswers();
	}

	private boolean isServable(Wanted<S> entry) {
		return refusal(entry) == 0 && this.ledger.reasonCode(entry.filter()) < 0x80;
	}

	private int refusal(Wanted<S> entry) {
		return this.filterLimits.refusal(entry, identifier(groupOf(entry)));
	}

	private int groupOf(Wanted<S> entry) {
		return this.limits.identifiersAvailable() ? entry.group() : 0;
	}

	private void subscribe(int group, List<WireSubscription> filters) {
		for (List<WireSubscription> packet : Packets.pack(filters, (filter) -> filter.filter(),
				this.limits.maximumPacketSize())) {
			long token = ++this.tokens;
			List<String> names = packet.stream().map(WireSubscription::filter).toList();
			this.open.put(token, names);
			this.asked.put(token, names.stream().map(this.ledger::standing).toList());
			this.client.subscribe(token, identifier(group), packet);
		}
	}

	private int identifier(int group) {
		return (group != 0) ? this.ledger.identifier(group) : 0;
	}

	private CompletableFuture<Void> unsubscribe(List<String> filters) {
		List<CompletableFuture<Void>> answers = new ArrayList<>();
		for (List<String> packet : Packets.pack(filters, (filter) -> filter, this.limits.maximumPacketSize())) {
			long token = ++this.tokens;
			CompletableFuture<Void> answer = new CompletableFuture<>();
			answers.add(answer);
			this.open.put(token, packet);
			this.removals.put(token, answer);
			this.client.unsubscribe(token, packet);
		}
		return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
	}

	private void answered(String filter, int reasonCode, Change<S> change) {
		Wanted<S> entry = this.ledger.find(filter);
		if (entry == null || !this.sent.containsKey(filter)) {
			return;
		}
		settle(entry, reasonCode);
		if (reasonCode < 0x80) {
			served(entry, reasonCode, change);
		}
		else {
			this.covering.followers(entry).forEach((follower) -> place(follower, change));
		}
	}

	private boolean isNotAskedAgain(String filter) {
		return !this.sent.containsKey(filter) && this.open.values().stream().noneMatch((one) -> one.contains(filter));
	}

	private void settle(Wanted<S> entry, int reasonCode) {
		this.ledger.answered(entry, reasonCode);
		if (reasonCode >= 0x80) {
			this.refusals.add(new Refusal(entry.filter().filter(), reasonCode));
		}
	}

	private static String name(Wanted<?> entry) {
		return entry.filter().filter();
	}

	/**
	 * A filter that the server doesn't serve.
	 *
	 * @param filter as subscribed
	 * @param reasonCode of the SUBACK, or what it would be
	 */
	public record Refusal(String filter, int reasonCode) {
	}

}
