package io.mqttdriver.connection;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * In which order servers are tried: the one last connected first, before it where a
 * server sent the client. Confined to the connection's thread.
 */
final class Servers {

	private static final int DEFAULT_PORT = 1883;

	private static final int DEFAULT_TLS_PORT = 8883;

	private final List<URI> uris;

	private final List<String> allowed;

	private @Nullable URI lastGood;

	private @Nullable URI sentTo;

	Servers(List<URI> uris, List<String> allowed) {
		this.uris = uris;
		this.allowed = allowed.stream().map(Servers::normalised).toList();
	}

	/** One pass. A reference is followed by one pass only. */
	Deque<URI> pass() {
		Deque<URI> pass = new ArrayDeque<>();
		add(pass, this.sentTo);
		add(pass, this.lastGood);
		this.uris.forEach((uri) -> add(pass, uri));
		this.sentTo = null;
		return pass;
	}

	void connected(URI uri) {
		this.lastGood = this.uris.contains(uri) ? uri : null;
	}

	void sendTo(URI uri) {
		this.sentTo = uri;
	}

	/** Whether the next pass begins where a server sent the client. */
	boolean isSent() {
		return this.sentTo != null;
	}

	/** The first allowed server of a server reference (MQTT 5, 4.11). */
	Optional<URI> follow(URI from, @Nullable String reference) {
		if (reference == null) {
			return Optional.empty();
		}
		return List.of(reference.trim().split("\\s+"))
			.stream()
			.flatMap((name) -> parse(from, name).stream())
			.filter((uri) -> this.allowed.contains(normalised(uri.getHost())))
			.findFirst();
	}

	/** An IPv6 address is the same with and without brackets. */
	private static String normalised(String host) {
		String bare = (host.startsWith("[") && host.endsWith("]")) ? host.substring(1, host.length() - 1) : host;
		return bare.toLowerCase(Locale.ROOT);
	}

	private static Optional<URI> parse(URI from, String name) {
		try {
			URI uri = URI.create(from.getScheme() + "://" + name);
			if (uri.getHost() == null || uri.getUserInfo() != null) {
				return Optional.empty();
			}
			boolean secured = from.getScheme().equals("ssl") || from.getScheme().equals("mqtts");
			int port = (uri.getPort() != -1) ? uri.getPort() : (secured ? DEFAULT_TLS_PORT : DEFAULT_PORT);
			return Optional.of(URI.create(from.getScheme() + "://" + uri.getHost() + ":" + port));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	private static void add(Deque<URI> pass, @Nullable URI uri) {
		if (uri != null && !pass.contains(uri)) {
			pass.addLast(uri);
		}
	}

}
