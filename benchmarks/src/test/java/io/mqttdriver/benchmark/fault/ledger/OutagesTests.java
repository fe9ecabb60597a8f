package io.mqttdriver.benchmark.fault.ledger;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

import io.mqttdriver.benchmark.fault.ledger.Outages.Silence;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutagesTests {

	private final Outages outages = new Outages();

	@Test
	void theSilenceBeginsWithTheReturnOfTheBroker() {
		this.outages.struck(seconds(1));
		this.outages.returned(seconds(5), null);
		assertThat(longest(20, 0, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20)).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void aLaterGapCountsToo() {
		this.outages.returned(seconds(5), null);
		assertThat(longest(20, 6, 7, 17, 18)).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void aClientThatNeverComesBackIsSilentToTheEnd() {
		this.outages.returned(seconds(5), null);
		assertThat(longest(20, 1, 2)).isEqualTo(Duration.ofSeconds(15));
	}

	@Test
	void theNextOutageIsNotSilence() {
		this.outages.returned(seconds(5), null);
		this.outages.struck(seconds(7));
		this.outages.returned(seconds(15), null);
		assertThat(longest(18, 6, 16, 17)).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void oneThatIsTooLongComesBeforeALongerOneThatIsNot() {
		this.outages.returned(seconds(0), Duration.ofSeconds(1));
		this.outages.struck(seconds(3));
		this.outages.returned(seconds(10), Duration.ofSeconds(20));
		Silence first = this.outages.silences(times(3, 15), seconds(15)).get(0);
		assertThat(first.length()).isEqualTo(Duration.ofSeconds(3));
		assertThat(first.isTooLong()).isTrue();
	}

	@Test
	void aSilenceOfThePromisedLengthIsNotTooLong() {
		assertThat(new Silence(Duration.ofSeconds(7), Duration.ofSeconds(7)).isTooLong()).isFalse();
		assertThat(new Silence(Duration.ofSeconds(7), null).isTooLong()).isFalse();
	}

	private Duration longest(long until, long... acknowledged) {
		return this.outages.silences(times(acknowledged), seconds(until)).get(0).length();
	}

	private static List<Long> times(long... seconds) {
		return LongStream.of(seconds).map(OutagesTests::seconds).boxed().toList();
	}

	private static long seconds(long seconds) {
		return Duration.ofSeconds(seconds).toNanos();
	}

}
