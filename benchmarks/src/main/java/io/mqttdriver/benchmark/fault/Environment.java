package io.mqttdriver.benchmark.fault;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import io.mqttdriver.benchmark.fault.field.Mosquitto;

/**
 * On what a run was made.
 */
final class Environment {

	private Environment() {
	}

	static String describe(Options options, Instant start, Duration length) throws IOException {
		return String.format(Locale.ROOT, """
				%s, %d min, seed %d. %d processors, Java %s, %s. mqtt-driver 0.1.0-SNAPSHOT, Paho %s, HiveMQ %s.
				""", start, Math.max(1, length.toMinutes()), options.seed(), Runtime.getRuntime().availableProcessors(),
				Runtime.version().feature(), Mosquitto.version(), jarVersion("org.eclipse.paho.mqttv5.client"),
				jarVersion("hivemq-mqtt-client")) + settings(options);
	}

	private static String settings(Options options) {
		return options.clients()
			.stream()
			.map((client) -> "\n- " + client.title() + ": " + client.settings())
			.collect(Collectors.joining()) + "\n";
	}

	/** The version in the name of a jar of the class path. */
	private static String jarVersion(String artifact) {
		return Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
			.map((entry) -> entry.substring(entry.lastIndexOf('/') + 1))
			.filter((name) -> name.startsWith(artifact + "-"))
			.map((name) -> name.substring(artifact.length() + 1, name.length() - ".jar".length()))
			.findFirst()
			.orElse("?");
	}

}
