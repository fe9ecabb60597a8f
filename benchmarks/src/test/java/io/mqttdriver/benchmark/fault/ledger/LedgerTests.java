package io.mqttdriver.benchmark.fault.ledger;

import java.util.BitSet;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerTests {

	private final Ledger ledger = new Ledger();

	@Test
	void aCallThatDoesNotReturnIsHungAndNotUnsettled() {
		this.ledger.offer();
		assertThat(this.ledger.hung()).isOne();
		assertThat(this.ledger.unsettled()).isZero();
	}

	@Test
	void aFutureThatIsLeftOpenIsUnsettledAndNotHung() {
		this.ledger.returned(this.ledger.offer());
		assertThat(this.ledger.hung()).isZero();
		assertThat(this.ledger.unsettled()).isOne();
	}

	@Test
	void acknowledgedAndFailedAreSettled() {
		acknowledge();
		int number = this.ledger.offer();
		this.ledger.returned(number);
		this.ledger.settled(number, new RuntimeException(new IllegalStateException("away")), 2);
		assertThat(this.ledger.offered()).isEqualTo(2);
		assertThat(this.ledger.acknowledged()).isOne();
		assertThat(this.ledger.failed()).isOne();
		assertThat(this.ledger.unsettled()).isZero();
		assertThat(this.ledger.reasons()).containsEntry("IllegalStateException: away", 1);
	}

	@Test
	void whatWasAcknowledgedAndNeitherTakenNorReceivedIsMissing() {
		acknowledge();
		acknowledge();
		acknowledge();
		assertThat(this.ledger.acknowledgedWithout(numbers(0), numbers(1))).isOne();
		assertThat(this.ledger.acknowledgedWithout(numbers(0))).isEqualTo(2);
		assertThat(this.ledger.acknowledgedWithout(numbers(0, 1, 2))).isZero();
	}

	@Test
	void onlyALaterOneTellsThatTheClientIsBack() {
		acknowledge();
		assertThat(this.ledger.isAcknowledgedFrom(this.ledger.offered())).isFalse();
		acknowledge();
		assertThat(this.ledger.isAcknowledgedFrom(1)).isTrue();
	}

	@Test
	void copiesBeyondTheFirstAreDuplicates() {
		Copies copies = Copies.of(List.of(3, 4, 3, 3));
		assertThat(copies.distinct()).isEqualTo(2);
		assertThat(copies.duplicates()).isEqualTo(2);
		assertThat(copies.numbers()).isEqualTo(numbers(3, 4));
	}

	private void acknowledge() {
		int number = this.ledger.offer();
		this.ledger.returned(number);
		this.ledger.settled(number, null, 1);
	}

	private static BitSet numbers(int... numbers) {
		BitSet set = new BitSet();
		for (int number : numbers) {
			set.set(number);
		}
		return set;
	}

}
