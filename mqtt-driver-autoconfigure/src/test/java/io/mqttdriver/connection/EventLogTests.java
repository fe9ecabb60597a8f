package io.mqttdriver.connection;

import java.net.URI;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The history of the connection.
 */
class EventLogTests {

	private final ClientInfo client = new ClientInfo("id", URI.create("tcp://one:1883"), 3);

	private final EventLog log = new EventLog(() -> Instant.EPOCH);

	@Test
	void anEventNamesTimeTypeClientServerAndGeneration() {
		this.log.add("lost", this.client, "why");
		assertThat(this.log.events())
			.containsExactly(new ConnectionEvent(Instant.EPOCH, "lost", "id", "tcp://one:1883", 3, "why"));
	}

	@Test
	void theLastHundredAreKeptOldestFirst() {
		for (int i = 0; i < 250; i++) {
			this.log.add("lost", this.client, String.valueOf(i));
		}
		assertThat(this.log.events()).hasSize(100);
		assertThat(this.log.events().get(0).detail()).isEqualTo("150");
		assertThat(this.log.events().get(99).detail()).isEqualTo("249");
	}

}
