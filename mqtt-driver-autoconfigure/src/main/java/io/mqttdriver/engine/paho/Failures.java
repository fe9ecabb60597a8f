package io.mqttdriver.engine.paho;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Locale;

import javax.net.ssl.SSLException;

import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.EngineFailure.Kind;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/**
 * Says what went wrong, for people. No credential is ever in it: none comes near.
 */
final class Failures {

	private Failures() {
	}

	/** The name, the socket or TLS failed. */
	static EngineFailure notConnected(Phase phase, Exception failure, Target target, @Nullable Socket raw) {
		return switch (phase) {
			case NAME -> EngineFailure.of(Kind.UNREACHABLE,
					(failure instanceof UnknownHostException)
							? "Host '" + target.host() + "' is not known; see mqtt.driver.uris"
							: "Host '" + target.host() + "' could not be looked up: " + text(failure),
					failure);
			case TLS -> tls(failure, target, raw);
			case SOCKET, CONNACK ->
				EngineFailure.of(Kind.UNREACHABLE, target + " can't be reached: " + text(failure), failure);
		};
	}

	private static EngineFailure tls(Exception failure, Target target, @Nullable Socket raw) {
		String what = "TLS with " + target + " failed: " + text(failure);
		Throwable certificate = cause(failure, CertificateException.class);
		if (certificate != null && raw != null) {
			String subject = CertificateProbe.subject(raw.getRemoteSocketAddress(), target);
			what = "The certificate of " + target + ((subject != null) ? " (" + subject + ")" : "") + " is refused: "
					+ text(root(certificate)) + "; see mqtt.driver.ssl.*";
		}
		else if (text(failure).contains("Unsupported or unrecognized SSL message")) {
			what = target + " doesn't speak TLS; use tcp:// in mqtt.driver.uris, or the port with TLS";
		}
		else if (complains(failure) && raw != null) {
			String subject = CertificateProbe.subject(raw.getRemoteSocketAddress(), target);
			what += "; the server" + ((subject != null) ? " (" + subject + ")" : "")
					+ " wants a client certificate of an authority that it trusts, see mqtt.driver.ssl.bundle";
		}
		return EngineFailure.of(Kind.TLS, what, failure);
	}

	/** Whether the server is not content with our certificate, or without one. */
	private static boolean complains(Exception failure) {
		String text = text(failure).toLowerCase(Locale.ROOT);
		return text.contains("fatal alert") && (text.contains("certificate") || text.contains("unknown_ca"));
	}

	/** Reading failed, or the server ended it. */
	static EngineFailure read(IOException failure, Target target, @Nullable TlsIdentity identity, boolean connected) {
		if (failure instanceof ServerEndedException ended) {
			return ended(ended, target);
		}
		if (failure instanceof ProtocolException) {
			return EngineFailure.of(Kind.PROTOCOL, failure.getMessage() + " (" + target + ")", failure);
		}
		if (failure instanceof SSLException) {
			String complaint = (identity != null && complains(failure)) ? "; " + identity.complaint() : "";
			return EngineFailure.of(connected ? Kind.CLOSED : Kind.TLS,
					"TLS with " + target + " failed: " + text(failure) + complaint, failure);
		}
		if (failure.getCause() instanceof RuntimeException) {
			return EngineFailure.of(Kind.PROTOCOL, text(failure) + " (" + target + ")", failure);
		}
		String when = connected ? "" : " before its CONNACK" + hint(identity);
		if (failure instanceof EOFException) {
			return EngineFailure.of(Kind.CLOSED, target + " closed the connection" + when, failure);
		}
		return EngineFailure.of(Kind.CLOSED, "The connection to " + target + " broke" + when + ": " + text(failure),
				failure);
	}

	/** A reset may overtake the alert that says so. */
	private static String hint(@Nullable TlsIdentity identity) {
		return (identity != null) ? " (perhaps " + identity.complaint() + ")" : "";
	}

	private static EngineFailure ended(ServerEndedException ended, Target target) {
		Reply reply = ended.reply();
		String code = String.format(Locale.ROOT, "0x%02X", reply.reasonCode());
		if (ended.refused() && reply.reasonCode() == Connack.UNSUPPORTED_VERSION) {
			return new EngineFailure(Kind.REFUSED, reply.reasonCode(),
					target + " doesn't speak MQTT 5 (" + code + "); it may be an MQTT 3 server" + reply.describe(),
					reply.serverReference(), null);
		}
		String what = target + (ended.refused() ? " refused the connection (" : " ended the connection (") + code + ")";
		return new EngineFailure(ended.refused() ? Kind.REFUSED : Kind.DISCONNECTED, reply.reasonCode(),
				what + reply.describe(), reply.serverReference(), null);
	}

	static EngineFailure written(IOException failure, Target target, @Nullable TlsIdentity identity,
			boolean connected) {
		return EngineFailure.of(Kind.CLOSED, "The connection to " + target + " broke while writing"
				+ (connected ? "" : " before the CONNACK" + hint(identity)) + ": " + text(failure), failure);
	}

	/** A thread of Paho died. */
	static EngineFailure died(Thread thread, Throwable failure) {
		boolean reading = thread.getName().startsWith("MQTT Rec");
		return reading
				? EngineFailure.of(Kind.PROTOCOL, "Paho can't read what the server sent: " + text(failure), failure)
				: EngineFailure.of(Kind.LIBRARY, "A thread of Paho died: " + text(failure), failure);
	}

	static EngineFailure library(@Nullable Throwable failure) {
		boolean malformed = failure instanceof MqttException paho && paho.getReasonCode() >= 50_000;
		String what = (failure != null) ? text(failure) : "no reason given";
		return EngineFailure.of(malformed ? Kind.PROTOCOL : Kind.LIBRARY, "Paho failed: " + what, failure);
	}

	private static String text(Throwable failure) {
		String message = failure.getMessage();
		return (message != null && !message.isEmpty()) ? message : failure.getClass().getSimpleName();
	}

	private static @Nullable Throwable cause(Throwable failure, Class<?> type) {
		Throwable at = failure;
		while (at != null && !type.isInstance(at)) {
			at = at.getCause();
		}
		return at;
	}

	private static Throwable root(Throwable failure) {
		Throwable at = failure;
		for (Throwable next = at.getCause(); next != null; next = at.getCause()) {
			at = next;
		}
		return at;
	}

}
