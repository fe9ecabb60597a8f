package io.mqttdriver.benchmark.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.mqttdriver.benchmark.fault.RowResult.Counts;
import io.mqttdriver.benchmark.fault.RowResult.Incoming;
import io.mqttdriver.benchmark.fault.client.ClientKind;
import io.mqttdriver.benchmark.fault.ledger.Outages.Silence;
import io.mqttdriver.benchmark.fault.ledger.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PromiseTests {

	private static final Counts GOOD = new Counts(9, 9, 0, 9, 0, 0, 0, 0, 0);

	private static final Incoming ALL = new Incoming(5, 5, 1);

	private static final Silence SHORT = new Silence(Duration.ofSeconds(6), Duration.ofSeconds(7));

	private static final Resources FEW = new Resources(10, 8, 1_000);

	@Test
	void aGoodRowKeepsIt() {
		assertThat(broken(result(GOOD, ALL, SHORT, FEW))).isEmpty();
	}

	@Test
	void eachCountBreaksIt() {
		assertThat(broken(result(new Counts(9, 4, 1, 2, 1, 2, 0, 1, 2), ALL, SHORT, FEW))).containsExactly("lost 1",
				"failed 1", "hung 1", "unsettled 2", "acknowledged and not received 2");
	}

	@Test
	void aLongSilenceBreaksIt() {
		Silence tooLong = new Silence(Duration.ofMillis(7_001), Duration.ofSeconds(7));
		assertThat(broken(result(GOOD, ALL, tooLong, FEW))).hasSize(1);
	}

	@Test
	void whatLeaksBreaksIt() {
		assertThat(broken(result(GOOD, ALL, SHORT, new Resources(13, 8, 0)))).hasSize(1);
		assertThat(broken(result(GOOD, ALL, SHORT, new Resources(10, 11, 0)))).hasSize(1);
	}

	@Test
	void incomingMessagesCountWhereASessionIsKeptAndNotForgotten() {
		RowResult result = result(GOOD, new Incoming(5, 4, 0), SHORT, FEW);
		assertThat(broken(result)).containsExactly("incoming not handled 1");
		assertThat(Promise.broken(row(Scenario.KILL_SESSION_KEPT, ClientKind.DRIVER), result)).isEmpty();
		assertThat(Promise.broken(row(Scenario.KILL_SESSION_FORGOTTEN, ClientKind.DRIVER_SESSION), result)).isEmpty();
	}

	@Test
	void aResultIsReadAsItWasStored(@TempDir Path folder) throws IOException {
		RowResult result = new RowResult(GOOD, ALL, new Silence(Duration.ofSeconds(6), null), FEW, FEW,
				List.of("one", "two: = #"));
		result.store(folder.resolve("result"));
		assertThat(RowResult.load(folder.resolve("result"))).isEqualTo(result);
	}

	private static RowResult result(Counts counts, Incoming incoming, Silence silence, Resources after) {
		return new RowResult(counts, incoming, silence, FEW, after, List.of());
	}

	private static List<String> broken(RowResult result) {
		return Promise.broken(row(Scenario.KILL_SESSION_KEPT, ClientKind.DRIVER_SESSION), result);
	}

	private static Row row(Scenario scenario, ClientKind client) {
		return new Row(scenario, client, 1, 1_000, Path.of("folder"));
	}

}
