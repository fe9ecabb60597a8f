package io.mqttdriver.subscription;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.ServerLimits;
import io.mqttdriver.engine.WireSubscription;
import org.jspecify.annotations.Nullable;

/**
 * What one client has been asked to subscribe to, and what its server answered. Dies with
 * the client. Confined to the connection's thread.
 *
 * @param <S> what messages are routed to
 */
public final class ClientSubscriptions<S> {

	private static final int WILDCARDS_NOT_SUPPORTED = 0xA2;

	private static final int SHARED_NOT_SUPPORTED = 0x9E;

	private static final int PACKET_TOO_LARGE = 0x95;

	private final Ledger<S> ledger;

	private final EngineClient client;

	private final ServerLimits limits;

	private final Map<String, WireSubscription> sent = new HashMap<>();

	private final Map<Long, List<String>> open = new LinkedHashMap<>();

	private final Map<Long, CompletableFuture<Void>> removals = new HashMap<>();

	private final List<Refusal> refusals = new ArrayList<>();

	private long tokens;

	ClientSubscriptions(Ledger<S> ledger, EngineClient client, ServerLimits limits) {
		this.ledger = ledger;
		this.client = client;
		this.limits = limits;
	}

	/**
	 * Asks the server for what the ledger wants and it was not asked for yet, and to
	 * forget what is wanted no more.
	 * @return done when the server has answered what was asked to be forgotten, or the
	 * client is gone
	 */
	public CompletableFuture<Void> sync() {
		Map<Integer, List<WireSubscription>> missing = new TreeMap<>();
		List<String> gone = new ArrayList<>();
		for (String filter : this.ledger.takeChanged()) {
			Wanted<S> entry = this.ledger.find(filter);
			if (entry != null) {
				plan(entry, missing);
			}
			else if (this.sent.remove(filter) != null) {
				gone.add(filter);
			}
		}
		missing.forEach(this::subscribe);
		return unsubscribe(gone);
	}

	/**
	 * Takes an answer of the server.
	 * @param token as it was given to the client
	 * @param reasonCodes one for each filter
	 */
	public void answered(long token, List<Integer> reasonCodes) {
		CompletableFuture<Void> removal = this.removals.remove(token);
		List<String> filters = this.open.remove(token);
		if (removal != null) {
			removal.complete(null);
		}
		else if (filters != null) {
			for (int i = 0; i < Math.min(filters.size(), reasonCodes.size()); i++) {
				answered(filters.get(i), reasonCodes.get(i));
			}
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

	private void plan(Wanted<S> entry, Map<Integer, List<WireSubscription>> missing) {
		WireSubscription wire = entry.onTheWire();
		int group = this.limits.identifiersAvailable() ? entry.group() : 0;
		if (entry.filter().hasWildcard() && !this.limits.wildcardAvailable()) {
			settle(entry, WILDCARDS_NOT_SUPPORTED);
		}
		else if (entry.filter().group() != null && !this.limits.sharedAvailable()) {
			settle(entry, SHARED_NOT_SUPPORTED);
		}
		else if (Packets.sizeOf(wire.filter(), identifier(group)) > this.limits.maximumPacketSize()) {
			settle(entry, PACKET_TOO_LARGE);
		}
		else {
			missing.computeIfAbsent(group, (key) -> new ArrayList<>()).add(wire);
			this.sent.put(wire.filter(), wire);
		}
	}

	private void subscribe(int group, List<WireSubscription> filters) {
		int identifier = identifier(group);
		for (List<WireSubscription> packet : Packets.pack(filters, (filter) -> filter.filter(),
				this.limits.maximumPacketSize())) {
			long token = ++this.tokens;
			this.open.put(token, packet.stream().map(WireSubscription::filter).toList());
			this.client.subscribe(token, identifier, packet);
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

	private void answered(String filter, int reasonCode) {
		Wanted<S> entry = this.ledger.find(filter);
		if (entry != null) {
			settle(entry, reasonCode);
		}
	}

	private void settle(Wanted<S> entry, int reasonCode) {
		this.ledger.answered(entry, reasonCode);
		if (reasonCode >= 0x80) {
			this.refusals.add(new Refusal(entry.filter().filter(), reasonCode));
		}
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
