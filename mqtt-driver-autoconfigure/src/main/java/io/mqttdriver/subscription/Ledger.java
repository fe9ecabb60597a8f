package io.mqttdriver.subscription;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.ServerLimits;
import io.mqttdriver.topic.FilterTrie;
import io.mqttdriver.topic.OverlapIndex;
import io.mqttdriver.topic.TopicFilter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The wanted filters with their users: the intent that outlives every client. Filters
 * that can match one topic are in different groups. Changed on the connection's thread
 * only; {@link #routing()}, {@link #statuses()} and {@link #size()} are for any thread.
 *
 * @param <S> what messages are routed to
 */
public final class Ledger<S> {

	private static final Log logger = LogFactory.getLog(Ledger.class);

	private static final Identifiers NO_IDENTIFIERS = new Identifiers(0, 0);

	private final Map<String, Wanted<S>> wanted = new LinkedHashMap<>();

	private final OverlapIndex overlaps = new OverlapIndex();

	private final Set<String> changed = new LinkedHashSet<>();

	private final SessionFilters session = new SessionFilters();

	private final Map<String, SubscriptionStatus> statuses = new ConcurrentSkipListMap<>();

	/** Servers that send unmarked copies. */
	private final Set<String> unmarking = new HashSet<>();

	private final Set<String> said = new HashSet<>();

	private boolean byTopicAlone;

	private FilterTrie<Route<S>> routes = FilterTrie.empty();

	private Identifiers identifiers;

	private volatile RoutingTable<S> routing;

	/**
	 * Creates an empty one.
	 * @param baseIdentifier subscription identifiers are above it, 0 to 200,000,000:
	 * where a session is kept another one in each process, as messages of the session may
	 * have identifiers of a process before
	 */
	public Ledger(int baseIdentifier) {
		this.identifiers = new Identifiers(baseIdentifier, 0);
		this.routing = new RoutingTable<>(this.routes, this.identifiers);
	}

	/**
	 * Adds a user of a filter. What that means for the server goes out with the next
	 * {@link ClientSubscriptions#sync()}.
	 * @param user the user
	 */
	public void add(Subscriber<S> user) {
		String filter = user.filter().filter();
		Wanted<S> entry = this.wanted.get(filter);
		if (entry == null) {
			entry = new Wanted<>(user.filter(), groupFor(user.filter()));
			this.wanted.put(filter, entry);
			this.overlaps.add(user.filter());
			this.session.regrouped();
			this.identifiers = this.identifiers.withGroups(Math.max(this.identifiers.groups(), entry.group()));
		}
		else {
			this.routes = this.routes.without(entry.filter(), entry.route());
		}
		entry.users().add(user);
		this.routes = this.routes.with(entry.filter(), entry.route());
		publishRouting();
		answerFromWhatIsKnown(user, entry);
	}

	/**
	 * Removes a user; the filter goes with its last one.
	 * @param user the user
	 * @return false if it was not there
	 */
	public boolean remove(Subscriber<S> user) {
		Wanted<S> entry = this.wanted.get(user.filter().filter());
		if (entry == null || !entry.users().contains(user)) {
			return false;
		}
		this.routes = this.routes.without(entry.filter(), entry.route());
		entry.users().remove(user);
		if (entry.users().isEmpty()) {
			this.wanted.remove(entry.filter().filter());
			this.overlaps.remove(entry.filter());
			this.statuses.remove(entry.filter().filter());
			this.changed.add(entry.filter().filter());
			this.session.regrouped();
		}
		else {
			this.routes = this.routes.with(entry.filter(), entry.route());
		}
		publishRouting();
		return true;
	}

	/**
	 * Begins the subscriptions of a new client: all are due again, and no others.
	 * @param client the client
	 * @param limits what its server can do
	 * @param server which one it is
	 * @return the client's subscriptions, to be synchronised
	 */
	public ClientSubscriptions<S> open(EngineClient client, ServerLimits limits, Server server) {
		this.wanted.values().forEach((entry) -> entry.standing().opened());
		this.identifiers = this.identifiers.forNextClient();
		this.byTopicAlone = !limits.identifiersAvailable() || this.unmarking.contains(server.name());
		publishRouting();
		this.changed.clear();
		this.changed.addAll(this.wanted.keySet());
		forgetAnswers();
		this.session.opened(server.sessionPresent());
		this.changed.addAll(this.session.all());
		if (!limits.identifiersAvailable()) {
			sayOnce(server, "has no subscription identifiers to mark whose copy a message is");
		}
		return new ClientSubscriptions<>(this, client, limits, server, this.byTopicAlone);
	}

	/**
	 * No server serves the filters any more, until the next {@link #open}.
	 */
	public void forgetAnswers() {
		this.session.closed();
		publishRouting();
		this.wanted.values().forEach((entry) -> setStatus(entry, SubscriptionStatus.UNANSWERED));
	}

	/**
	 * Who gets what.
	 * @return the table of now
	 */
	public RoutingTable<S> routing() {
		return this.routing;
	}

	/**
	 * How the wanted filters stand.
	 * @return a snapshot, ordered by filter
	 */
	public List<SubscriptionStatus> statuses() {
		return List.copyOf(this.statuses.values());
	}

	/**
	 * The number of wanted filters.
	 * @return 0 and up
	 */
	public int size() {
		return this.statuses.size();
	}

	/**
	 * How a filter stands.
	 * @param filter the filter
	 * @return as {@link SubscriptionStatus#reasonCode()}
	 */
	public int reasonCode(TopicFilter filter) {
		SubscriptionStatus status = this.statuses.get(filter.filter());
		return (status != null) ? status.reasonCode() : SubscriptionStatus.UNANSWERED;
	}

	/** From now on the server's identifiers tell nothing. */
	void sendsUnmarkedCopies(Server server) {
		this.byTopicAlone = true;
		this.unmarking.add(server.name());
		publishRouting();
		sayOnce(server,
				"sends a copy of a message for each subscription that matches it, and doesn't mark whose it is");
	}

	private void sayOnce(Server server, String what) {
		if (this.identifiers.groups() > 1 && this.said.add(server.name())) {
			logger.warn("The server " + server.name() + " " + what + ": where one filter covers another, only the "
					+ "covering one is subscribed to; " + Covering.partialOverlap(this));
		}
	}

	SessionFilters session() {
		return this.session;
	}

	boolean isGranted(Wanted<S> entry) {
		SubscriptionStatus status = this.statuses.get(entry.filter().filter());
		return status != null && status.granted();
	}

	List<Wanted<S>> overlapping(TopicFilter filter) {
		return this.overlaps.overlapping(filter)
			.stream()
			.map((other) -> this.wanted.get(other.filter()))
			.filter(Objects::nonNull)
			.toList();
	}

	Collection<Wanted<S>> all() {
		return List.copyOf(this.wanted.values());
	}

	@Nullable Wanted<S> find(String filter) {
		return this.wanted.get(filter);
	}

	/** Of a filter that is wanted, or was. */
	Standing standing(String filter) {
		Wanted<S> entry = this.wanted.get(filter);
		return (entry != null) ? entry.standing() : new Standing();
	}

	Collection<String> takeChanged() {
		List<String> taken = new ArrayList<>(this.changed);
		this.changed.clear();
		return taken;
	}

	int identifier(int group) {
		return this.identifiers.identifier(group);
	}

	void answered(Wanted<S> entry, int reasonCode) {
		setStatus(entry, reasonCode);
		entry.answered(reasonCode);
	}

	private void answerFromWhatIsKnown(Subscriber<S> user, Wanted<S> entry) {
		SubscriptionStatus known = this.statuses.get(entry.filter().filter());
		if (known != null && known.granted() && known.qos() >= user.qos()) {
			user.answer().complete(known.reasonCode());
			return;
		}
		setStatus(entry, SubscriptionStatus.UNANSWERED);
		this.changed.add(entry.filter().filter());
	}

	private void setStatus(Wanted<S> entry, int reasonCode) {
		String filter = entry.filter().filter();
		this.statuses.put(filter, new SubscriptionStatus(filter, entry.qos(), reasonCode));
	}

	private int groupFor(TopicFilter filter) {
		Set<Integer> taken = overlapping(filter).stream().map(Wanted::group).collect(Collectors.toSet());
		int group = 1;
		while (taken.contains(group)) {
			group++;
		}
		return group;
	}

	private void publishRouting() {
		if (this.session.takeMisleading()) {
			this.identifiers = this.identifiers.forNextClient();
		}
		this.routing = new RoutingTable<>(this.routes, this.byTopicAlone ? NO_IDENTIFIERS : this.identifiers);
	}

	/**
	 * A client's server.
	 *
	 * @param name what is remembered of it is remembered by this
	 * @param sessionPresent whether it kept a session, with subscriptions of former
	 * clients
	 */
	public record Server(String name, boolean sessionPresent) {
	}

}
