package io.mqttdriver.engine.paho;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;

/**
 * Finds out whose certificate was refused, since a failed handshake no longer says it: a
 * second handshake that looks at the certificate and always breaks off. Nothing is
 * trusted by it and nothing sent. For the message alone.
 */
final class CertificateProbe implements X509TrustManager {

	private static final int TIMEOUT_MILLIS = 1_000;

	private @Nullable X509Certificate seen;

	private CertificateProbe() {
	}

	/** The subject of the server's certificate, or none if it can't be seen. */
	static @Nullable String subject(SocketAddress address, Target target) {
		CertificateProbe probe = new CertificateProbe();
		try (Socket raw = new Socket()) {
			raw.connect((InetSocketAddress) address, TIMEOUT_MILLIS);
			raw.setSoTimeout(TIMEOUT_MILLIS);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, new TrustManager[] { probe }, null);
			SSLSocket socket = TlsLayer.layer(context, raw, target);
			SSLParameters parameters = socket.getSSLParameters();
			TlsLayer.nameServer(parameters, target.host());
			socket.setSSLParameters(parameters);
			socket.startHandshake();
			return null;
		}
		catch (IOException | GeneralSecurityException ex) {
			X509Certificate certificate = probe.seen;
			return (certificate != null) ? certificate.getSubjectX500Principal().getName() : null;
		}
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
		this.seen = chain[0];
		throw new CertificateException("Looked at, not trusted");
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
		throw new CertificateException("Not a server");
	}

	@Override
	public X509Certificate[] getAcceptedIssuers() {
		return new X509Certificate[0];
	}

}
