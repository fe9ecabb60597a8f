package io.mqttdriver.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

import io.mqttdriver.MqttCircuitState;
import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.autoconfigure.MqttDriverAutoConfiguration;
import io.mqttdriver.connection.ConnectionEvent;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.event.MqttConnectionLostEvent;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.FakeMqttBroker;
import io.mqttdriver.test.MqttPacketType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Nobody answers, somebody else does, or nobody in time.
 */
@Proof(Means.WIRE)
class ConnectingTests {

	/** Too long for DNS, so that no name server is asked. */
	private static final String UNKNOWN_HOST = "a".repeat(64) + ".invalid";

	private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(300);

	@ParameterizedTest
	@ValueSource(strings = { "closed port", "unknown host" })
	@Fault("C1")
	void aServerThatIsAwayIsCountedAndTriedAgainWithBackOff(String which) {
		String uri = which.equals("closed port") ? closedPort() : "tcp://" + UNKNOWN_HOST + ":1883";
		try (DefaultMqttDriver driver = WireDriver.quick(uri).build()) {
			driver.connect();
			assertThatFailuresAreCountedWithBackOff(driver);
			assertThat(driver.status().lastFailure())
				.contains(which.equals("closed port") ? "refused" : "Host '" + UNKNOWN_HOST + "' is not known");
			assertThat(driver.status().circuit()).isEqualTo(MqttCircuitState.CLOSED);
		}
	}

	/** At 50, 75 and 112.5 ms, by the defaults of multiplier and the settings here. */
	private static void assertThatFailuresAreCountedWithBackOff(DefaultMqttDriver driver) {
		WireDriver.until(() -> assertThat(failures(driver)).hasSizeGreaterThanOrEqualTo(4));
		assertThat(driver.status().consecutiveFailures()).isGreaterThanOrEqualTo(3);
		List<ConnectionEvent> failures = failures(driver);
		for (int i = 0; i < 3; i++) {
			assertThat(Duration.between(failures.get(i).time(), failures.get(i + 1).time()))
				.isGreaterThanOrEqualTo(Duration.ofNanos((long) (48_000_000 * Math.pow(1.5, i))));
		}
	}

	private static List<ConnectionEvent> failures(DefaultMqttDriver driver) {
		return driver.events().stream().filter((event) -> event.type().equals("failed")).toList();
	}

	@Test
	@Fault("C1")
	void theNextUriIsTriedInTheSamePass() {
		try (WireDriver it = new WireDriver()) {
			try (DefaultMqttDriver driver = WireDriver.quick("tcp://" + UNKNOWN_HOST + ":1883")
				.uris("tcp://" + UNKNOWN_HOST + ":1883", closedPort(), it.broker.uri())
				.build()) {
				it.done(driver.connect());
				assertThat(driver.status().serverUri()).isEqualTo(it.broker.uri());
				assertThat(driver.status().consecutiveFailures()).isZero();
				assertThat(failures(driver)).isEmpty();
			}
		}
	}

	@Test
	@Fault("C1")
	void theApplicationStartsAnyway() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MqttDriverAutoConfiguration.class))
			.withPropertyValues("mqtt.driver.uris=tcp://" + UNKNOWN_HOST + ":1883," + closedPort(),
					"mqtt.driver.reconnect.min-interval=50ms")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				MqttDriver driver = context.getBean(MqttDriver.class);
				WireDriver.until(() -> assertThat(driver.status().consecutiveFailures()).isGreaterThanOrEqualTo(2));
			});
	}

	@ParameterizedTest
	@MethodSource("closing")
	@Fault("C2")
	void aServerThatAcceptsAndClosesIsCountedAndTheNextOneTried(String how, Answer answer) {
		try (FakeMqttBroker loadBalancer = FakeMqttBroker.start(); WireDriver it = new WireDriver()) {
			loadBalancer.onAccept(answer);
			try (DefaultMqttDriver driver = WireDriver.quick(loadBalancer.uri()).build()) {
				driver.connect();
				assertThatFailuresAreCountedWithBackOff(driver);
				assertThat(driver.status().consecutiveFailures()).isGreaterThanOrEqualTo(3);
				assertThat(driver.status().lastFailure()).containsAnyOf("before its CONNACK", "reset");
			}
			loadBalancer.awaitOpenConnections(0, WireDriver.SOON);
			try (DefaultMqttDriver driver = WireDriver.quick(loadBalancer.uri())
				.uris(loadBalancer.uri(), it.broker.uri())
				.build()) {
				it.done(driver.connect());
				assertThat(driver.status().serverUri()).isEqualTo(it.broker.uri());
			}
		}
	}

	static List<Arguments> closing() {
		return List.of(arguments("FIN", Answer.fin()), arguments("RST", Answer.rst()));
	}

	@Test
	@Fault("C3")
	void withoutConnackTheAttemptFailsAtTheConnectTimeout() {
		try (WireDriver it = new WireDriver((settings) -> settings.connectTimeout(CONNECT_TIMEOUT))) {
			it.broker.onNext(MqttPacketType.CONNECT, Answer.ignore());
			long begin = System.nanoTime();
			it.driver.connect();
			WireDriver.until(() -> assertThat(failures(it.driver)).hasSize(1));
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(CONNECT_TIMEOUT);
			assertThat(it.status().lastFailure()).contains("no CONNACK").contains("mqtt.driver.connect-timeout");
			it.await(MqttDriverState.CONNECTED);
			it.broker.awaitOpenConnections(1, WireDriver.SOON);
		}
	}

	@Test
	@Fault("C3")
	void aLateConnackChangesNothing() {
		try (WireDriver it = new WireDriver((settings) -> settings.connectTimeout(CONNECT_TIMEOUT))) {
			it.broker.onNext(MqttPacketType.CONNECT,
					Answer.delay(CONNECT_TIMEOUT.multipliedBy(3), Answer.normal().then(Answer.ignore())),
					Answer.delay(CONNECT_TIMEOUT.dividedBy(3), Answer.normal()));
			it.connected();
			long generation = failures(it.driver).get(0).generation();
			assertThat(generation).isOne();
			WireDriver.until(
					() -> assertThat(it.broker.log()).anyMatch((line) -> line.startsWith("#1 could not send CONNACK")));
			assertThat(it.driver.publish("works", "x")).succeedsWithin(WireDriver.SOON);
			assertThat(it.status().state()).isEqualTo(MqttDriverState.CONNECTED);
			assertThat(it.status().rebuilds()).isZero();
			assertThat(failures(it.driver)).hasSize(1);
			assertThat(it.events(MqttConnectionLostEvent.class)).isEmpty();
			assertThat(it.broker.acceptedConnections()).isEqualTo(2);
		}
	}

	@Test
	@Fault("C10")
	void aServerThatDropsSynsFailsAtTheConnectTimeout() throws IOException {
		try (Blackhole hole = new Blackhole();
				DefaultMqttDriver driver = WireDriver.quick(hole.uri()).connectTimeout(CONNECT_TIMEOUT).build()) {
			assertThatTheAttemptTimesOut(driver, "TCP connection");
		}
	}

	private static void assertThatTheAttemptTimesOut(DefaultMqttDriver driver, String what) {
		long begin = System.nanoTime();
		driver.connect();
		WireDriver.until(() -> assertThat(failures(driver)).isNotEmpty());
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(CONNECT_TIMEOUT);
		assertThat(failures(driver).get(0).detail()).contains("mqtt.driver.connect-timeout").contains(what);
	}

	@Test
	@Fault("C10")
	void aSilentTlsServerFailsAtTheConnectTimeout() {
		try (FakeMqttBroker silent = FakeMqttBroker.start()) {
			silent.onAccept(Answer.stall());
			try (DefaultMqttDriver driver = WireDriver.quick(silent.uri().replace("tcp:", "ssl:"))
				.connectTimeout(CONNECT_TIMEOUT)
				.build()) {
				assertThatTheAttemptTimesOut(driver, "TLS");
			}
			silent.resumeAll();
			silent.awaitOpenConnections(0, WireDriver.SOON);
		}
	}

	private static String closedPort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return "tcp://127.0.0.1:" + socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	/** Its backlog is full: the system drops what more would come. */
	private static final class Blackhole implements AutoCloseable {

		private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));

		private final List<Socket> fill = new java.util.ArrayList<>();

		Blackhole() throws IOException {
			boolean full = false;
			while (!full) {
				Socket socket = new Socket();
				this.fill.add(socket);
				full = !connects(socket);
			}
		}

		private boolean connects(Socket socket) {
			try {
				socket.connect(new InetSocketAddress("127.0.0.1", this.server.getLocalPort()), 100);
				return true;
			}
			catch (IOException ex) {
				return false;
			}
		}

		String uri() {
			return "tcp://127.0.0.1:" + this.server.getLocalPort();
		}

		@Override
		public void close() throws IOException {
			for (Socket socket : this.fill) {
				socket.close();
			}
			this.server.close();
		}

	}

}
