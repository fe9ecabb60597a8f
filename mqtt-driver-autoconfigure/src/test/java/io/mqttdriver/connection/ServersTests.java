package io.mqttdriver.connection;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The order of servers, and what a server reference leads to (MQTT 5, 4.11).
 */
class ServersTests {

	private static final URI ONE = URI.create("tcp://one:1883");

	private static final URI TWO = URI.create("tcp://two:1883");

	private static final URI OTHER = URI.create("tcp://other:1883");

	private final Servers servers = new Servers(List.of(ONE, TWO), List.of("other", "::1", "10.0.0.1"));

	@Test
	void theLastGoodOneComesFirstAndEachOnce() {
		assertThat(this.servers.pass()).containsExactly(ONE, TWO);
		this.servers.connected(TWO);
		assertThat(this.servers.pass()).containsExactly(TWO, ONE);
	}

	@Test
	void whereAServerSentTheClientComesBeforeThatInOnePassOnly() {
		this.servers.connected(TWO);
		this.servers.sendTo(OTHER);
		assertThat(this.servers.isSent()).isTrue();
		assertThat(this.servers.pass()).containsExactly(OTHER, TWO, ONE);
		assertThat(this.servers.isSent()).isFalse();
		assertThat(this.servers.pass()).containsExactly(TWO, ONE);
	}

	@Test
	void aServerThatIsNotConfiguredIsNotComeBackTo() {
		this.servers.connected(TWO);
		this.servers.connected(OTHER);
		assertThat(this.servers.pass()).containsExactly(ONE, TWO);
	}

	@ParameterizedTest
	@CsvSource({ "tcp://one:1883, other, tcp://other:1883", "ssl://one:8883, other, ssl://other:8883",
			"mqtts://one:1, other:7, mqtts://other:7", "tcp://one:1, 'evil:1 other:2', tcp://other:2",
			"tcp://one:1, ' OTHER:9 ', tcp://OTHER:9", "tcp://one:1, 10.0.0.1:5, tcp://10.0.0.1:5" })
	void aReferenceIsFollowedWithTheSchemeItCameBy(URI from, String reference, URI to) {
		assertThat(this.servers.follow(from, reference)).contains(to);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", " ", "evil", "user@other", "other.evil.org", "other:port", "http://other", "%%%", ":1" })
	void anyOtherReferenceIsNot(String reference) {
		assertThat(this.servers.follow(ONE, reference)).isEmpty();
	}

	@Test
	void anAllowedIpv6AddressIsFollowed() {
		assertThat(this.servers.follow(ONE, "[::1]:1884")).contains(URI.create("tcp://[::1]:1884"));
	}

	@Test
	void noReferenceLeadsNowhere() {
		assertThat(this.servers.follow(ONE, null)).isEmpty();
	}

}
