package io.mqttdriver.engine;

import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

/**
 * How a socket is secured.
 *
 * @param context asked anew for each connection, so that a reloaded certificate is used
 * @param protocols enabled protocols, empty for the context's own
 * @param ciphers enabled cipher suites, empty for the context's own
 * @param verifyHostname whether the certificate must name the host
 */
public record Tls(Supplier<SSLContext> context, List<String> protocols, List<String> ciphers, boolean verifyHostname) {
}
