package io.mqttdriver.engine.paho;

import java.security.Principal;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import org.jspecify.annotations.Nullable;

/**
 * Who showed which certificate in a handshake. For messages alone. Immutable.
 *
 * @param server the subject of the server's certificate, or none if it is not known
 * @param client the subject of our own, or none if none was shown
 */
record TlsIdentity(@Nullable String server, @Nullable String client) {

	static TlsIdentity of(SSLSession session) {
		Principal own = session.getLocalPrincipal();
		return new TlsIdentity(peer(session), (own != null) ? own.getName() : null);
	}

	private static @Nullable String peer(SSLSession session) {
		try {
			return session.getPeerPrincipal().getName();
		}
		catch (SSLPeerUnverifiedException ex) {
			return null;
		}
	}

	/** What the server thinks of our certificate when it says that it is not content. */
	String complaint() {
		String who = "the server" + ((this.server != null) ? " (" + this.server + ")" : "");
		return who
				+ ((this.client != null) ? " refuses the client certificate (" + this.client + ")"
						: " wants a client certificate of an authority that it trusts, and none was shown")
				+ ", see mqtt.driver.ssl.bundle";
	}

}
