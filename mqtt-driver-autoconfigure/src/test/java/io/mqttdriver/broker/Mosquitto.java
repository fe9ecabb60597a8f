package io.mqttdriver.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A mosquitto process of our own, with its tools: the reference that is not ours. Where
 * it is not installed the tests that need it say that they are skipped, or fail if the
 * environment says {@code MQTT_DRIVER_REQUIRE_MOSQUITTO=true}.
 */
final class Mosquitto implements AutoCloseable {

	private static final Duration SOON = Duration.ofSeconds(10);

	private final Path folder;

	private final int port;

	private @Nullable Process process;

	private Mosquitto(Path folder, int port) {
		this.folder = folder;
		this.port = port;
	}

	static void require() {
		boolean there = Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/opt/homebrew/sbin")
			.anyMatch((place) -> Files.isExecutable(Path.of(place, "mosquitto"))) && onPath("mosquitto_pub");
		if (Boolean.parseBoolean(System.getenv("MQTT_DRIVER_REQUIRE_MOSQUITTO"))) {
			Assertions.assertTrue(there, "mosquitto and mosquitto-clients must be installed here");
		}
		Assumptions.assumeTrue(there, "skipped: mosquitto and mosquitto-clients are not installed");
	}

	private static boolean onPath(String command) {
		return Stream.of(System.getenv("PATH").split(":"))
			.anyMatch((place) -> Files.isExecutable(Path.of(place, command)));
	}

	/** Starts one that keeps what it acknowledged, also when killed. */
	static Mosquitto start() {
		return start("""
				persistence true
				persistence_location %s/
				autosave_on_changes true
				autosave_interval 1
				""");
	}

	/** Starts one that keeps what it acknowledged when stopped, and has time for more. */
	static Mosquitto startSavingInTheEnd() {
		return start("""
				persistence true
				persistence_location %s/
				""");
	}

	/** Starts one that knows nothing any more when it was killed. */
	static Mosquitto startForgetful() {
		return start("");
	}

	/**
	 * Starts one that lets clients do only what the lines of this access list say. With
	 * {@code max_queued_messages 0} mosquitto 2.0.11 would close the connection on a
	 * publish that it refuses.
	 */
	static Mosquitto startWithAccessList(String... lines) {
		Mosquitto mosquitto = prepare("""
				acl_file %s/acl
				max_queued_messages 10000
				""");
		try {
			Files.write(mosquitto.folder.resolve("acl"), List.of(lines));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		mosquitto.restart();
		return mosquitto;
	}

	private static Mosquitto start(String settings) {
		Mosquitto mosquitto = prepare(settings);
		mosquitto.restart();
		return mosquitto;
	}

	/** Started by root it becomes another user, who can't write here, unless told. */
	private static Mosquitto prepare(String settings) {
		try {
			Path folder = Files.createTempDirectory("mosquitto");
			Mosquitto mosquitto = new Mosquitto(folder, freePort());
			Files.writeString(folder.resolve("mosquitto.conf"), """
					listener %d 127.0.0.1
					user root
					allow_anonymous true
					max_inflight_messages 0
					max_queued_messages 0
					log_dest stderr
					log_type all
					""".formatted(mosquitto.port) + settings.formatted(folder));
			return mosquitto;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String uri() {
		return "tcp://127.0.0.1:" + this.port;
	}

	int port() {
		return this.port;
	}

	/** Waits until what was acknowledged so far has been saved. */
	void awaitSaved() {
		long before = saves();
		publish("-t", "saved", "-q", "1", "-r", "-m", Long.toString(System.nanoTime()));
		Awaitility.await().atMost(SOON).until(() -> saves() > before);
	}

	/** Waits until a client has acknowledged, at QoS 1, all that was sent to it. */
	void awaitDelivered(String clientId) {
		Awaitility.await()
			.atMost(SOON)
			.until(() -> logged("Sending PUBLISH to " + clientId + " ") == logged(
					"Received PUBACK from " + clientId + " "));
	}

	private long saves() {
		return logged("Saving in-memory database");
	}

	/** How many lines of its log have this in them. */
	long logged(String part) {
		return log().stream().filter((line) -> line.contains(part)).count();
	}

	void restart() {
		try {
			this.process = new ProcessBuilder(binary(), "-c", this.folder.resolve("mosquitto.conf").toString())
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectError(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Awaitility.await().atMost(SOON).until(this::accepts);
	}

	/** {@code kill -9}. */
	void kill() {
		Process running = running();
		running.destroyForcibly();
		Awaitility.await().atMost(SOON).until(() -> !running.isAlive());
	}

	/** {@code SIGTERM}: it saves what it knows, closes its connections and ends. */
	void stop() {
		Process running = running();
		running.destroy();
		Awaitility.await().atMost(SOON).until(() -> !running.isAlive());
	}

	/** {@code SIGSTOP}: the socket stays open, nobody answers. */
	void freeze() {
		signal("STOP");
	}

	void thaw() {
		signal("CONT");
	}

	/** {@code mosquitto_pub} with MQTT 5 and these arguments. */
	void publish(String... arguments) {
		Process publisher = run(tool("mosquitto_pub", arguments));
		await(publisher);
		Assertions.assertEquals(0, publisher.exitValue(), "mosquitto_pub " + String.join(" ", arguments));
	}

	/** {@code mosquitto_sub} with MQTT 5 and these arguments, until closed. */
	Subscriber subscribe(String... arguments) {
		Path output = this.folder.resolve("sub-" + System.nanoTime());
		long before = subscriptions();
		try {
			Process subscriber = new ProcessBuilder(tool("mosquitto_sub", arguments)).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			Awaitility.await().atMost(SOON).until(() -> subscriptions() > before || !subscriber.isAlive());
			return new Subscriber(subscriber, output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** How many SUBACKs it has sent so far. */
	long subscriptions() {
		return logged("Sending SUBACK to");
	}

	List<String> log() {
		try {
			return Files.exists(logFile()) ? Files.readAllLines(logFile(), StandardCharsets.ISO_8859_1) : List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		if (this.process != null && this.process.isAlive()) {
			signal("CONT");
			kill();
		}
		try (Stream<Path> files = Files.walk(this.folder)) {
			for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
				Files.deleteIfExists(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path logFile() {
		return this.folder.resolve("mosquitto.log");
	}

	private Process running() {
		return Objects.requireNonNull(this.process, "restart() first");
	}

	private void signal(String name) {
		await(run(List.of("kill", "-" + name, Long.toString(running().pid()))));
	}

	private boolean accepts() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), 500);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private List<String> tool(String name, String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(name, "-V", "5", "-h", "127.0.0.1", "-p", Integer.toString(this.port)));
		command.addAll(List.of(arguments));
		return command;
	}

	private static String binary() {
		return Stream.of("/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/opt/homebrew/sbin/mosquitto")
			.filter((place) -> Files.isExecutable(Path.of(place)))
			.findFirst()
			.orElse("mosquitto");
	}

	private static Process run(List<String> command) {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void await(Process process) {
		try {
			Assertions.assertTrue(process.waitFor(20, TimeUnit.SECONDS), () -> process.info() + " does not end");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/**
	 * A running {@code mosquitto_sub}.
	 *
	 * @param process it
	 * @param output where it writes to
	 */
	record Subscriber(Process process, Path output) implements AutoCloseable {

		List<String> lines() {
			try {
				return Files.readAllLines(this.output);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public void close() {
			this.process.destroyForcibly();
		}

	}

}
