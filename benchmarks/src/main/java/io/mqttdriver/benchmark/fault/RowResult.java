package io.mqttdriver.benchmark.fault;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

import io.mqttdriver.benchmark.fault.ledger.Outages.Silence;
import io.mqttdriver.benchmark.fault.ledger.Resources;
import org.jspecify.annotations.Nullable;

/**
 * What a row found.
 *
 * @param counts of publishes
 * @param incoming of the other direction
 * @param silence the longest, or one that is too long
 * @param before threads and descriptors before the fault
 * @param after and at the end
 * @param notes what else is worth knowing
 */
record RowResult(Counts counts, Incoming incoming, Silence silence, Resources before, Resources after,
		List<String> notes) {

	void store(Path file) throws IOException {
		Properties values = new Properties();
		values.setProperty("counts",
				join(this.counts.offered, this.counts.acknowledged, this.counts.failed, this.counts.received,
						this.counts.lost, this.counts.missed, this.counts.duplicates, this.counts.hung,
						this.counts.unsettled));
		values.setProperty("incoming", join(this.incoming.sent, this.incoming.handled, this.incoming.duplicates));
		Duration promised = this.silence.promised();
		values.setProperty("silence",
				join(this.silence.length().toMillis(), (promised != null) ? promised.toMillis() : -1));
		values.setProperty("before", join(this.before.threads(), this.before.descriptors(), this.before.heap()));
		values.setProperty("after", join(this.after.threads(), this.after.descriptors(), this.after.heap()));
		values.setProperty("notes", String.join("\n", this.notes));
		try (BufferedWriter writer = Files.newBufferedWriter(file)) {
			values.store(writer, null);
		}
	}

	static RowResult load(Path file) throws IOException {
		Properties values = new Properties();
		try (BufferedReader reader = Files.newBufferedReader(file)) {
			values.load(reader);
		}
		long[] counts = split(values.getProperty("counts"));
		long[] incoming = split(values.getProperty("incoming"));
		long[] silence = split(values.getProperty("silence"));
		return new RowResult(
				new Counts((int) counts[0], (int) counts[1], (int) counts[2], (int) counts[3], (int) counts[4],
						(int) counts[5], (int) counts[6], (int) counts[7], (int) counts[8]),
				new Incoming((int) incoming[0], (int) incoming[1], (int) incoming[2]),
				new Silence(Duration.ofMillis(silence[0]), promised(silence[1])),
				resources(split(values.getProperty("before"))), resources(split(values.getProperty("after"))),
				values.getProperty("notes").lines().toList());
	}

	private static @Nullable Duration promised(long millis) {
		return (millis >= 0) ? Duration.ofMillis(millis) : null;
	}

	private static Resources resources(long[] values) {
		return new Resources((int) values[0], (int) values[1], values[2]);
	}

	private static String join(long... values) {
		return String.join(" ", Arrays.stream(values).mapToObj(Long::toString).toList());
	}

	private static long[] split(String values) {
		return Arrays.stream(values.split(" ")).mapToLong(Long::parseLong).toArray();
	}

	/**
	 * What became of the publishes.
	 *
	 * @param offered calls of publish
	 * @param acknowledged futures that completed
	 * @param failed calls that threw and futures that failed
	 * @param received different ones that the independent subscriber received
	 * @param lost acknowledged, and neither taken by the broker nor received
	 * @param missed acknowledged, and not received
	 * @param duplicates copies received beyond the first
	 * @param hung calls that did not return
	 * @param unsettled futures neither completed nor failed
	 */
	record Counts(int offered, int acknowledged, int failed, int received, int lost, int missed, int duplicates,
			int hung, int unsettled) {

		/** Acknowledged and taken by the broker, which then forgot it. */
		int forgotten() {
			return this.missed - this.lost;
		}

	}

	/**
	 * The other direction.
	 *
	 * @param sent acknowledged by the broker to the independent publisher
	 * @param handled different ones that the client's handler was given
	 * @param duplicates copies beyond the first
	 */
	record Incoming(int sent, int handled, int duplicates) {
	}

}
