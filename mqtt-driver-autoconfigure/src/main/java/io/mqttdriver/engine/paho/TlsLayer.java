package io.mqttdriver.engine.paho;

import java.io.IOException;
import java.net.Socket;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import io.mqttdriver.engine.Tls;

/**
 * Puts TLS on a connected socket. Rule 1: server name indication and the check of the
 * host name are done here, and the protocols and ciphers of the bundle set on each
 * socket.
 */
final class TlsLayer {

	private TlsLayer() {
	}

	static SSLSocket handshake(Socket raw, Target target, Tls tls) throws IOException {
		SSLSocket socket = layer(tls.context().get(), raw, target);
		SSLParameters parameters = socket.getSSLParameters();
		if (tls.verifyHostname()) {
			parameters.setEndpointIdentificationAlgorithm("HTTPS");
		}
		if (!tls.protocols().isEmpty()) {
			parameters.setProtocols(tls.protocols().toArray(String[]::new));
		}
		if (!tls.ciphers().isEmpty()) {
			parameters.setCipherSuites(tls.ciphers().toArray(String[]::new));
		}
		nameServer(parameters, target.host());
		socket.setSSLParameters(parameters);
		socket.startHandshake();
		return socket;
	}

	static SSLSocket layer(SSLContext context, Socket raw, Target target) throws IOException {
		SSLSocketFactory factory = context.getSocketFactory();
		return (SSLSocket) factory.createSocket(raw, target.host(), target.port(), false);
	}

	static void nameServer(SSLParameters parameters, String host) {
		if (!host.contains(":") && !host.matches("[0-9.]+")) {
			try {
				parameters.setServerNames(List.of(new SNIHostName(host)));
			}
			catch (IllegalArgumentException ex) {
				// a name that TLS can't indicate, for example with an underscore
				parameters.setServerNames(List.of());
			}
		}
	}

}
