package io.mqttdriver.engine.paho;

import java.net.URI;
import java.util.Locale;
import java.util.Map;

/**
 * What a server's URI says: whether TLS is spoken, with whom. Rule 1: tcp and ssl only.
 *
 * @param secure whether TLS is spoken
 * @param host a name or a literal address, without brackets
 * @param port the port
 */
record Target(boolean secure, String host, int port) {

	private static final Map<String, Boolean> SECURE = Map.of("tcp", false, "mqtt", false, "ssl", true, "mqtts", true);

	static Target of(URI uri) {
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		Boolean secure = SECURE.get(scheme);
		if (secure == null) {
			throw new IllegalArgumentException(refusal(uri, scheme));
		}
		String authority = (uri.getRawAuthority() != null) ? uri.getRawAuthority() : "";
		if (authority.contains("@")) {
			throw new IllegalArgumentException("mqtt.driver.uris: the URI for host '" + authority.replaceAll(".*@", "")
					+ "' carries user info; give mqtt.driver.username and mqtt.driver.password instead");
		}
		int colon = authority.lastIndexOf(':');
		boolean hasPort = colon > authority.lastIndexOf(']');
		String host = (hasPort ? authority.substring(0, colon) : authority).replaceAll("[\\[\\]]", "");
		if (host.isEmpty()) {
			throw new IllegalArgumentException(
					"mqtt.driver.uris: '" + uri + "' names no host; write tcp://host:1883 or ssl://host:8883");
		}
		return new Target(secure, host, hasPort ? port(uri, authority.substring(colon + 1)) : (secure ? 8883 : 1883));
	}

	private static int port(URI uri, String digits) {
		if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > 65_535) {
			throw new IllegalArgumentException(
					"mqtt.driver.uris: '" + uri + "' has no valid port; write tcp://host:1883 or ssl://host:8883");
		}
		return Integer.parseInt(digits);
	}

	private static String refusal(URI uri, String scheme) {
		boolean webSocket = scheme.equals("ws") || scheme.equals("wss");
		String host = (uri.getHost() != null) ? "'" + scheme + "://" + uri.getHost() + "'" : "scheme '" + scheme + "'";
		return "mqtt.driver.uris: engine 'paho' doesn't speak " + host + "; use tcp:// or ssl://"
				+ (webSocket ? ", or mqtt.driver.engine=hivemq for WebSockets once this version has it" : "");
	}

	@Override
	public String toString() {
		return this.host + ":" + this.port;
	}

}
