package io.mqttdriver.inbound;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.inbound.AckSequencer.Owed;
import io.mqttdriver.simulation.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * In which order acknowledgements go out.
 */
@Proof(Means.SIMULATED)
class AckSequencerTests {

	private final VirtualTime time = new VirtualTime();

	private final RecordingClient client = new RecordingClient();

	private final LongAdder passed = new LongAdder();

	private final AckSequencer acks = sequencer(false, 10);

	@Test
	@Fault("H5")
	void acknowledgementsGoOutInOrderOfArrival() {
		List<Owed> owed = arrive(this.acks, 4);
		done(this.acks, owed, 3, 1, 2);
		assertThat(this.client.acknowledged()).isEmpty();
		done(this.acks, owed, 0);
		assertThat(this.client.acknowledged()).containsExactly(0L, 1L, 2L, 3L);
		assertThat(this.passed.sum()).isZero();
	}

	@Test
	void theSecondAcknowledgementOfAMessageIsIgnored() {
		List<Owed> owed = arrive(this.acks, 2);
		done(this.acks, owed, 1, 1, 0, 0);
		assertThat(this.client.acknowledged()).containsExactly(0L, 1L);
	}

	@Test
	void halfOfTheReceiveMaximumWaitsThenPasses() {
		List<Owed> owed = arrive(this.acks, 10);
		done(this.acks, owed, 1, 2, 3, 4);
		assertThat(this.client.acknowledged()).isEmpty();
		done(this.acks, owed, 5);
		assertThat(this.client.acknowledged()).containsExactly(1L, 2L, 3L, 4L, 5L);
		done(this.acks, owed, 7, 6);
		assertThat(this.client.acknowledged()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
		assertThat(this.passed.sum()).isEqualTo(7);
		done(this.acks, owed, 0, 8);
		assertThat(this.client.acknowledged()).endsWith(0L, 8L);
		assertThat(this.passed.sum()).isEqualTo(7);
	}

	@Test
	void theStrictOrderIsKeptHoweverManyWait() {
		AckSequencer strict = sequencer(true, 10);
		List<Owed> owed = arrive(strict, 10);
		done(strict, owed, IntStream.range(1, 10).toArray());
		this.time.advance(Duration.ofHours(1));
		assertThat(this.client.acknowledged()).isEmpty();
		done(strict, owed, 0);
		assertThat(this.client.acknowledged()).hasSize(10).isSorted();
		assertThat(this.passed.sum()).isZero();
	}

	@Test
	void aWindowFilledByUnhandledMessagesLetsTheFewOthersPassAfterAWhile() {
		List<Owed> owed = arrive(this.acks, 10);
		done(this.acks, owed, 2, 9);
		this.time.advance(Duration.ofMillis(999));
		assertThat(this.client.acknowledged()).isEmpty();
		this.time.advance(Duration.ofMillis(1));
		assertThat(this.client.acknowledged()).containsExactly(2L);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.client.acknowledged()).containsExactly(2L, 9L);
		done(this.acks, owed, 4, 0);
		assertThat(this.client.acknowledged()).containsExactly(2L, 9L, 4L, 0L);
		assertThat(this.passed.sum()).isEqualTo(3);
	}

	@Test
	void aFullWindowThatMovesKeepsItsOrder() {
		List<Owed> owed = arrive(this.acks, 100);
		for (int next = 0; next < 98; next += 2) {
			done(this.acks, owed, next + 1, next);
			this.time.advance(Duration.ofMillis(900));
		}
		assertThat(this.client.acknowledged()).hasSize(98).isSorted();
		assertThat(this.passed.sum()).isZero();
	}

	@Test
	void fewMessagesKeepTheirOrderForEver() {
		List<Owed> owed = arrive(this.acks, 5);
		done(this.acks, owed, 1, 2, 3, 4);
		this.time.advance(Duration.ofDays(1));
		assertThat(this.client.acknowledged()).isEmpty();
		assertThat(this.time.waiting()).isZero();
	}

	@Test
	void nothingGoesToADeadClientAndWhoOwesIsReleased() {
		Debtor debtor = new Debtor();
		Owed first = this.acks.arrived(1, debtor);
		Owed second = this.acks.arrived(2, debtor);
		this.acks.done(second);
		this.acks.close();
		this.acks.done(first);
		this.acks.done(this.acks.arrived(3, debtor));
		assertThat(this.client.acknowledged()).isEmpty();
		assertThat(debtor.released).isEqualTo(1);
		assertThat(this.acks.unacknowledged()).isEmpty();
	}

	@Test
	void anAcknowledgementWithinAnAcknowledgementWaitsForIt() {
		List<Owed> owed = arrive(this.acks, 3);
		this.client.onAcknowledge = () -> this.acks.done(owed.get(1));
		done(this.acks, owed, 0, 2);
		assertThat(this.client.acknowledged()).containsExactly(0L, 1L, 2L);
		assertThat(this.client.overlapped()).isFalse();
	}

	@Test
	void anEngineThatFailsOnOneAcknowledgementGetsTheNext() {
		List<Owed> owed = arrive(this.acks, 2);
		this.client.onAcknowledge = () -> {
			throw new IllegalStateException("engine");
		};
		done(this.acks, owed, 0, 1);
		assertThat(this.client.acknowledged()).containsExactly(0L, 1L);
	}

	private AckSequencer sequencer(boolean strict, int receiveMaximum) {
		AckSequencer sequencer = new AckSequencer(this.client, strict, new Later(this.time, this.time), this.passed);
		sequencer.receiveMaximum(receiveMaximum);
		return sequencer;
	}

	private static List<Owed> arrive(AckSequencer sequencer, int count) {
		return LongStream.range(0, count).mapToObj((delivery) -> sequencer.arrived(delivery, new Debtor())).toList();
	}

	private static void done(AckSequencer sequencer, List<Owed> owed, int... deliveries) {
		for (int delivery : deliveries) {
			sequencer.done(owed.get(delivery));
		}
	}

	private static final class Debtor implements AckSequencer.Debtor {

		private int released;

		@Override
		public void released() {
			this.released++;
		}

		@Override
		public Collection<String> holders() {
			return List.of("a");
		}

	}

}
