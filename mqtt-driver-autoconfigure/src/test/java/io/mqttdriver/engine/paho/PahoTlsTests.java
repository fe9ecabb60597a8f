package io.mqttdriver.engine.paho;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.EngineFailure.Kind;
import io.mqttdriver.engine.RecordingEvents.Closed;
import io.mqttdriver.engine.RecordingEvents.Received;
import io.mqttdriver.engine.Tls;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.FakeMqttBroker;
import io.mqttdriver.test.FakePublish;
import io.mqttdriver.test.MqttPacketType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Over TLS.
 */
@Proof(Means.WIRE)
class PahoTlsTests {

	private static Keys broker;

	private static Keys stranger;

	private static Keys other;

	private static Keys old;

	private Rig rig;

	@BeforeAll
	static void keys(@TempDir Path folder) throws Exception {
		broker = Keys.create(folder, "broker", "ip:127.0.0.1,dns:localhost");
		stranger = Keys.create(folder, "stranger", "ip:127.0.0.1,dns:localhost");
		other = Keys.create(folder, "elsewhere", "dns:elsewhere.test");
		old = Keys.expired(folder, "yesterday", "ip:127.0.0.1,dns:localhost");
	}

	@AfterEach
	void end() {
		this.rig.close();
	}

	private static Tls trusting(Keys keys) throws Exception {
		SSLContext context = keys.trustOnly();
		return new Tls(() -> context, List.of(), List.of(), true);
	}

	private Rig rig(Keys keys, Tls tls) throws Exception {
		this.rig = new Rig(FakeMqttBroker.builder().tls(keys.trusting(keys)).start());
		this.rig.tls = tls;
		return this.rig;
	}

	@Test
	void messagesGoBothWays() throws Exception {
		rig(broker, trusting(broker)).connect();
		for (int token = 0; token < 3; token++) {
			this.rig.client.publish(token, Rig.message("t", token, new byte[100_000]));
			assertThat(this.rig.settled(token)).isZero();
		}
		this.rig.broker.publish(FakePublish.to("t").payload(new byte[100_000]));
		Rig.await(() -> this.rig.events.has(Received.class));
		this.rig.client.close(0, Duration.ofSeconds(2));
		this.rig.broker.await(MqttPacketType.DISCONNECT, 1, Rig.LONG);
	}

	@Test
	void anUnknownAuthorityIsSaidWithTheSubject() throws Exception {
		rig(broker, trusting(stranger)).open();
		EngineFailure failure = this.rig.lost();
		assertThat(failure.kind()).isEqualTo(Kind.TLS);
		assertThat(failure.message()).contains("CN=broker").contains("certification path").contains("mqtt.driver.ssl");
	}

	@Test
	void anExpiredCertificateIsSaidWithTheSubject() throws Exception {
		rig(old, trusting(old)).open();
		EngineFailure failure = this.rig.lost();
		assertThat(failure.kind()).isEqualTo(Kind.TLS);
		assertThat(failure.message()).contains("CN=yesterday").contains("NotAfter");
	}

	@Test
	void aCertificateForAnotherNameIsRefused() throws Exception {
		rig(other, trusting(other)).open();
		EngineFailure failure = this.rig.lost();
		assertThat(failure.kind()).isEqualTo(Kind.TLS);
		assertThat(failure.message()).contains("CN=elsewhere").contains("127.0.0.1");
	}

	@Test
	void theNameIsNotLookedAtWhereThatIsSwitchedOff() throws Exception {
		SSLContext context = other.trustOnly();
		rig(other, new Tls(() -> context, List.of(), List.of(), false)).connect();
	}

	@Test
	void aMissingClientCertificateIsSaid() throws Exception {
		this.rig = new Rig(FakeMqttBroker.builder().tls(broker.trusting(stranger)).needClientAuth(true).start());
		this.rig.tls = trusting(broker);
		this.rig.open();
		EngineFailure failure = this.rig.lost();
		assertThat(failure.kind()).isIn(Kind.TLS, Kind.CLOSED);
		assertThat(failure.message()).contains("client certificate").contains("mqtt.driver.ssl.bundle");
	}

	@Test
	void aClientCertificateIsShown() throws Exception {
		this.rig = new Rig(FakeMqttBroker.builder().tls(broker.trusting(stranger)).needClientAuth(true).start());
		SSLContext context = stranger.trusting(broker);
		this.rig.tls = new Tls(() -> context, List.of(), List.of(), true);
		this.rig.connect();
	}

	@Test
	void aServerWithoutTlsIsSaid() throws Exception {
		this.rig = new Rig();
		this.rig.uri = URI.create("ssl://127.0.0.1:" + this.rig.broker.port());
		this.rig.tls = trusting(broker);
		this.rig.broker.onAccept(Answer.raw("220 smtp.example ESMTP\r\n".getBytes()));
		this.rig.open();
		EngineFailure failure = this.rig.lost();
		assertThat(failure.kind()).isEqualTo(Kind.TLS);
		assertThat(failure.message()).contains("doesn't speak TLS");
	}

	@Test
	@Fault("C10")
	void aSilentTlsServerFailsInTime() throws Exception {
		this.rig = new Rig();
		this.rig.uri = URI.create("ssl://127.0.0.1:" + this.rig.broker.port());
		this.rig.tls = trusting(broker);
		this.rig.broker.onAccept(Answer.stall());
		this.rig.connectTimeout = Duration.ofMillis(300);
		this.rig.open();
		EngineFailure failure = this.rig.lost();
		assertThat(failure.kind()).isEqualTo(Kind.CONNECT_TIMEOUT);
		assertThat(failure.message()).contains("TLS handshake").contains("mqtt.driver.connect-timeout");
		assertThat(PahoEndTests.threads()).isEmpty();
	}

	@Test
	void theServerIsToldItsName() throws Exception {
		ExtendedSSLSession seen = session(List.of(), List.of());
		assertThat(seen.getRequestedServerNames()).containsExactly(new SNIHostName("localhost"));
		assertThat(seen.getProtocol()).isEqualTo("TLSv1.3");
	}

	@Test
	void theProtocolsOfTheBundleAreUsed() throws Exception {
		assertThat(session(List.of("TLSv1.2"), List.of()).getProtocol()).isEqualTo("TLSv1.2");
	}

	@Test
	void theCiphersOfTheBundleAreUsed() throws Exception {
		String cipher = "TLS_CHACHA20_POLY1305_SHA256";
		assertThat(session(List.of(), List.of(cipher)).getCipherSuite()).isEqualTo(cipher);
	}

	private ExtendedSSLSession session(List<String> protocols, List<String> ciphers) throws Exception {
		this.rig = new Rig();
		SSLContext context = broker.trustOnly();
		this.rig.tls = new Tls(() -> context, protocols, ciphers, true);
		try (SSLServerSocket server = (SSLServerSocket) broker.trusting(broker)
			.getServerSocketFactory()
			.createServerSocket(0)) {
			this.rig.uri = URI.create("ssl://localhost:" + server.getLocalPort());
			CompletableFuture<SSLSession> session = CompletableFuture.supplyAsync(() -> handshake(server));
			this.rig.open();
			return (ExtendedSSLSession) session.get(10, TimeUnit.SECONDS);
		}
	}

	private static SSLSession handshake(SSLServerSocket server) {
		try (SSLSocket socket = (SSLSocket) server.accept()) {
			socket.startHandshake();
			return socket.getSession();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void theContextIsAskedForEachConnection() throws Exception {
		List<SSLContext> contexts = new ArrayList<>(List.of(stranger.trustOnly(), broker.trustOnly()));
		rig(broker, new Tls(() -> contexts.remove(0), List.of(), List.of(), true)).open();
		this.rig.lost();
		try (Rig second = new Rig()) {
			second.uri = this.rig.uri;
			second.tls = this.rig.tls;
			second.connect();
		}
	}

	@Test
	void aBlockedWriterEndsAtOnce() throws Exception {
		rig(broker, trusting(broker)).connect();
		this.rig.broker.stallAll();
		for (int token = 0; token < 40; token++) {
			this.rig.client.publish(token, Rig.message("t", 0, new byte[500_000]));
		}
		PahoEndTests.awaitBlockedWriter(this.rig);
		long begin = System.nanoTime();
		this.rig.client.close(0, Duration.ZERO);
		Rig.await(() -> this.rig.events.has(Closed.class));
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(1_500));
	}

}
