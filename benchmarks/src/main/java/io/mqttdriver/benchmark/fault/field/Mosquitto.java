package io.mqttdriver.benchmark.fault.field;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

/**
 * A mosquitto process that keeps what it acknowledged, also when killed, and says in its
 * log what it took. For one thread.
 */
public final class Mosquitto implements AutoCloseable {

	/** Started by root it would become a user who can't write to its folder. */
	private static final String CONFIGURATION = """
			user %s
			listener %d 127.0.0.1
			allow_anonymous true
			persistence true
			persistence_location %s/
			autosave_on_changes true
			autosave_interval 1
			max_inflight_messages 0
			max_queued_messages 0
			log_dest stderr
			log_type all
			""";

	/**
	 * Where its database goes, if there is such a place: it is written anew, and waited
	 * for, with every message, and what is measured is not the disk.
	 */
	private static final Path MEMORY = Path.of("/dev/shm");

	/**
	 * Below those that systems give to connections, so that a killed broker's stays free.
	 */
	private static final int FIRST_PORT = 10_000;

	private static final int LAST_PORT = 32_000;

	/**
	 * Said once the port is its own: that it accepts connections may be another's doing.
	 */
	private static final String RUNNING = " running";

	/** Another row may take the port in between. */
	private static final int TRIES = 5;

	private final Path folder;

	private final Path database;

	private final int port;

	private Process process;

	private int launches;

	private Mosquitto(Path folder, int port) throws IOException {
		this.folder = folder;
		this.database = Files.createTempDirectory(Files.isWritable(MEMORY) ? MEMORY : folder, "mosquitto");
		this.port = port;
		Files.writeString(configuration(),
				CONFIGURATION.formatted(System.getProperty("user.name"), port, this.database));
		this.process = launch();
	}

	/** Starts one that keeps its files in this folder. */
	public static Mosquitto start(Path folder) throws IOException, InterruptedException {
		Files.createDirectories(folder);
		for (int tries = 1;; tries++) {
			Mosquitto mosquitto = new Mosquitto(folder.toAbsolutePath(), freePort());
			try {
				mosquitto.awaitOpen();
				return mosquitto;
			}
			catch (IOException ex) {
				mosquitto.close();
				Files.delete(folder.resolve("mosquitto.log"));
				if (tries == TRIES) {
					throw ex;
				}
			}
		}
	}

	/** Whether the broker and its tools are installed. */
	public static boolean isInstalled() {
		return Files.isExecutable(Path.of(binary("mosquitto"))) && Files.isExecutable(Path.of(binary("mosquitto_sub")));
	}

	/** Its name and version. */
	public static String version() throws IOException {
		Process help = new ProcessBuilder(binary("mosquitto"), "-h").redirectErrorStream(true).start();
		String text = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return text.lines().findFirst().orElse("mosquitto");
	}

	/** Where a program of mosquitto is. */
	static String binary(String name) {
		Stream<String> usual = Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin",
				"/opt/homebrew/sbin", "/opt/homebrew/bin");
		String path = System.getenv().getOrDefault("PATH", "");
		return Stream.concat(usual, Stream.of(path.split(File.pathSeparator)))
			.map((place) -> place + "/" + name)
			.filter((file) -> Files.isExecutable(Path.of(file)))
			.findFirst()
			.orElse(name);
	}

	public int port() {
		return this.port;
	}

	public BrokerLog log() {
		return new BrokerLog(this.folder.resolve("mosquitto.log"));
	}

	/** {@code kill -9}. */
	public void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	/** Lets it forget its sessions and messages. */
	public void forget() throws IOException {
		Files.deleteIfExists(this.database.resolve("mosquitto.db"));
	}

	/** Starts it again; returns when its port is open. */
	public void restart() throws IOException, InterruptedException {
		this.process = launch();
		awaitOpen();
	}

	/** {@code SIGSTOP}: its sockets stay open, and nobody answers. */
	public void freeze() throws IOException, InterruptedException {
		signal("STOP");
	}

	/** {@code SIGCONT}. */
	public void thaw() throws IOException, InterruptedException {
		signal("CONT");
	}

	@Override
	public void close() throws IOException, InterruptedException {
		kill();
		FileSystemUtils.deleteRecursively(this.database);
	}

	private Path configuration() {
		return this.folder.resolve("mosquitto.conf");
	}

	private Process launch() throws IOException {
		this.launches++;
		return new ProcessBuilder(binary("mosquitto"), "-c", configuration().toString())
			.redirectInput(new File("/dev/null"))
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.appendTo(this.folder.resolve("mosquitto.log").toFile()))
			.start();
	}

	private void signal(String name) throws IOException, InterruptedException {
		Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(this.process.pid())).inheritIO().start();
		if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
			throw new IOException("kill -" + name + " failed");
		}
	}

	private void awaitOpen() throws IOException, InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (!accepts() || log().count(RUNNING) < this.launches) {
			if (System.nanoTime() > deadline || !this.process.isAlive()) {
				throw new IOException("mosquitto does not start: see " + this.folder.resolve("mosquitto.log"));
			}
			Thread.sleep(5);
		}
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

	private static int freePort() {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
			try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				// taken: another one
			}
		}
	}

}
