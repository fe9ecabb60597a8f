package io.mqttdriver.benchmark.fault.field;

import java.util.List;

import io.mqttdriver.benchmark.fault.ledger.Copies;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BrokerLogTests {

	@Test
	void whatWasReceivedWasTaken() {
		Copies taken = BrokerLog
			.taken(List.of("1795655770: Received PUBLISH from under-test (d0, q1, r0, m7, 'out/2/1234', ... (4 bytes))",
					"1795655771: Received PUBLISH from under-test (d1, q1, r0, m7, 'out/2/1234', ... (4 bytes))",
					"1795655770: Sending PUBLISH to independent-subscriber (d0, q1, r0, m1, 'out/3/99', ... (2 bytes))",
					"1795655770: Received PUBLISH from independent-publisher (d0, q1, r0, m7, 'in/2', ... (4 bytes))"));
		assertThat(taken.numbers().stream()).containsExactly(1234);
		assertThat(taken.duplicates()).isOne();
	}

}
