package io.mqttdriver.wire;

import java.nio.file.Path;
import java.util.List;

import javax.net.ssl.SSLContext;

import io.mqttdriver.MqttConnectException;
import io.mqttdriver.autoconfigure.health.DriverHealth;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.engine.paho.Keys;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.FakeMqttBroker;
import io.mqttdriver.test.MqttTestBroker;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A certificate is refused: the failure says whose, and why.
 */
class CertificateTests {

	private static final String LOCAL = "ip:127.0.0.1,dns:localhost";

	@TempDir
	private static Path folder;

	private static Keys good;

	private static Keys stranger;

	private static Keys elsewhere;

	private static Keys expired;

	@BeforeAll
	static void keys() throws Exception {
		good = Keys.create(folder, "good", LOCAL);
		stranger = Keys.create(folder, "stranger", LOCAL);
		elsewhere = Keys.create(folder, "elsewhere", "dns:elsewhere.test");
		expired = Keys.expired(folder, "yesterday", LOCAL);
	}

	private static FakeMqttBroker scripted(Keys keys) throws Exception {
		return FakeMqttBroker.builder().tls(keys.trusting(keys)).start();
	}

	private static MqttTestBroker real(Keys keys) throws Exception {
		return MqttTestBroker.builder().tls(keys.keyFile(folder), Keys.FILE_PASSWORD).start();
	}

	/** After one attempt; what it says is what status and health say. */
	private static MqttConnectException failure(String uri, SSLContext context) {
		assertThat(uri).startsWith("ssl:");
		try (DefaultMqttDriver driver = driver(uri, context)) {
			MqttConnectException failure = WireDriver.failureOf(driver.connect(), MqttConnectException.class);
			assertThat(DriverHealth.of(driver).getDetails()).containsEntry("lastFailure", failure.getMessage());
			return failure;
		}
	}

	private static DefaultMqttDriver driver(String uri, SSLContext context) {
		return WireDriver.quick(uri).ssl(() -> context, List.of(), List.of()).reconnectMaxFailures(1).build();
	}

	private static void assertThatItIsSaidToBeExpired(MqttConnectException failure) {
		assertThat(failure).hasMessageContaining("CN=yesterday").hasMessageContaining("NotAfter");
	}

	@Test
	@Fault("C13")
	@Proof(Means.WIRE)
	void anExpiredCertificateOfAScriptedBroker() throws Exception {
		try (FakeMqttBroker broker = scripted(expired)) {
			assertThatItIsSaidToBeExpired(failure(broker.uri(), expired.trustOnly()));
		}
	}

	@Test
	@Fault("C13")
	@Proof(Means.REAL)
	void anExpiredCertificateOfARealBroker() throws Exception {
		try (MqttTestBroker broker = real(expired)) {
			assertThatItIsSaidToBeExpired(failure(broker.uri(), expired.trustOnly()));
		}
	}

	private static void assertThatTheWrongNameIsSaid(MqttConnectException failure) {
		assertThat(failure).hasMessageContaining("CN=elsewhere")
			.hasMessageContaining("No subject alternative names")
			.hasMessageContaining("127.0.0.1");
	}

	@Test
	@Fault("C13")
	@Proof(Means.WIRE)
	void theWrongNameOfAScriptedBroker() throws Exception {
		try (FakeMqttBroker broker = scripted(elsewhere)) {
			assertThatTheWrongNameIsSaid(failure(broker.uri(), elsewhere.trustOnly()));
		}
	}

	@Test
	@Fault("C13")
	@Proof(Means.REAL)
	void theWrongNameOfARealBroker() throws Exception {
		try (MqttTestBroker broker = real(elsewhere)) {
			assertThatTheWrongNameIsSaid(failure(broker.uri(), elsewhere.trustOnly()));
		}
	}

	private static void assertThatTheWrongAuthorityIsSaid(MqttConnectException failure) {
		assertThat(failure).hasMessageContaining("CN=good")
			.hasMessageContaining("unable to find valid certification path")
			.hasMessageContaining("mqtt.driver.ssl");
	}

	@Test
	@Fault("C13")
	@Proof(Means.WIRE)
	void theWrongAuthorityOfAScriptedBroker() throws Exception {
		try (FakeMqttBroker broker = scripted(good)) {
			assertThatTheWrongAuthorityIsSaid(failure(broker.uri(), stranger.trustOnly()));
		}
	}

	private static void assertThatTheClientsIsSaidToBeMissing(MqttConnectException failure) {
		assertThat(failure).hasMessageContaining("the server (CN=good) wants a client certificate")
			.hasMessageContaining("none was shown")
			.hasMessageContaining("mqtt.driver.ssl.bundle");
	}

	@Test
	@Fault("C13")
	@Proof(Means.WIRE)
	void aMissingClientCertificateAtAScriptedBroker() throws Exception {
		try (FakeMqttBroker broker = FakeMqttBroker.builder()
			.tls(good.trusting(stranger))
			.needClientAuth(true)
			.start()) {
			assertThatTheClientsIsSaidToBeMissing(failure(broker.uri(), good.trustOnly()));
			assertThatTheClientsIsSaidToBeMissing(failure(broker.uri(), elsewhere.trusting(good)));
			try (DefaultMqttDriver driver = driver(broker.uri(), stranger.trusting(good))) {
				assertThat(driver.connect()).succeedsWithin(WireDriver.SOON);
			}
		}
	}

	@Test
	@Fault("C13")
	@Proof(Means.REAL)
	void theWrongAuthorityAndAMissingClientCertificateAtARealBroker() throws Exception {
		try (MqttTestBroker broker = MqttTestBroker.builder()
			.tls(good.keyFile(folder), Keys.FILE_PASSWORD)
			.clientAuthorities(stranger.trustFile(folder), Keys.FILE_PASSWORD)
			.start()) {
			assertThatTheWrongAuthorityIsSaid(failure(broker.uri(), stranger.trustOnly()));
			assertThatTheClientsIsSaidToBeMissing(failure(broker.uri(), good.trustOnly()));
			try (DefaultMqttDriver driver = driver(broker.uri(), stranger.trusting(good))) {
				assertThat(driver.connect()).succeedsWithin(WireDriver.SOON);
			}
		}
	}

}
