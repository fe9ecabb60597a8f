package io.mqttdriver.engine.paho;

import java.time.Duration;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.EngineFailure.Kind;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.MqttPacketType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pings, in virtual time and once over the wire.
 */
class KeepAliveTests {

	private static final long KEEP_ALIVE = Duration.ofSeconds(16).toNanos();

	private final AtomicLong now = new AtomicLong(1_000);

	private final SocketTraffic traffic = new SocketTraffic(this.now::get, () -> 0);

	private final AtomicInteger pings = new AtomicInteger();

	private final AtomicInteger silences = new AtomicInteger();

	private final KeepAlive keepAlive = new KeepAlive(this.traffic, this.pings::incrementAndGet,
			this.silences::incrementAndGet);

	private void start() {
		this.keepAlive.start(Duration.ofNanos(KEEP_ALIVE),
				Executors.newScheduledThreadPool(1, Workers.daemons("test-timer")));
		this.keepAlive.stop();
	}

	private void tick(int quarters) {
		for (int i = 0; i < quarters; i++) {
			this.now.addAndGet(KEEP_ALIVE / 4);
			this.keepAlive.run();
		}
	}

	private void written(int bytes) {
		this.traffic.tookBytes(bytes);
	}

	private void packet(int bytes) {
		this.traffic.gotBytes(bytes);
		this.traffic.gotPacket();
	}

	/** Bytes of a packet that doesn't end, each of the quarters. */
	private void drip(int quarters, int bytes) {
		for (int i = 0; i < quarters; i++) {
			int before = this.pings.get();
			this.now.incrementAndGet();
			this.traffic.gotBytes(bytes);
			tick(1);
			written((this.pings.get() - before) * 2);
		}
	}

	@Test
	void itLooksFourTimesInAKeepAlive() {
		ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, Workers.daemons("test-timer"));
		this.keepAlive.start(Duration.ofSeconds(400), scheduler);
		Delayed next = (Delayed) scheduler.getQueue().peek();
		assertThat(next.getDelay(TimeUnit.SECONDS)).isBetween(50L, 100L);
		this.keepAlive.stop();
		scheduler.shutdownNow();
	}

	@Test
	void aQuietLineIsPingedWithinTheKeepAlive() {
		start();
		tick(2);
		assertThat(this.pings).hasValue(0);
		tick(2);
		assertThat(this.pings).hasValue(1);
	}

	@Test
	void aLineThatOnlyReceivesIsPingedToo() {
		start();
		for (int i = 0; i < 4; i++) {
			this.now.incrementAndGet();
			packet(100);
			tick(1);
			if (this.pings.get() == 1) {
				written(2);
			}
		}
		assertThat(this.pings).hasValue(1);
	}

	@Test
	@Fault("L2")
	@Proof(Means.SIMULATED)
	void aSilentPeerIsFoundWithinOneAndAHalfKeepAlives() {
		start();
		tick(3);
		written(2);
		tick(1);
		assertThat(this.silences).hasValue(0);
		tick(2);
		assertThat(this.silences.get()).isPositive();
	}

	@Test
	void anAnswerCountsWhateverItIs() {
		start();
		for (int i = 0; i < 20; i++) {
			int before = this.pings.get();
			tick(1);
			if (this.pings.get() > before) {
				written(2);
				this.now.incrementAndGet();
				packet(2);
			}
		}
		assertThat(this.pings.get()).isGreaterThan(3);
		assertThat(this.silences).hasValue(0);
	}

	@Test
	void aByteASecondOfAPacketThatDoesNotEndIsNoAnswer() {
		start();
		drip(6, 4);
		assertThat(this.silences.get()).isPositive();
	}

	@Test
	void aSlowPacketIsAnAnswerLongBeforeItsEnd() {
		start();
		drip(40, 64 * 4);
		assertThat(this.pings.get()).isPositive();
		assertThat(this.silences).hasValue(0);
	}

	@Test
	void aPingThatWaitsBehindALargePublishIsNotYetMissed() {
		start();
		for (int i = 0; i < 12; i++) {
			written(100_000);
			this.now.incrementAndGet();
			packet(i % 4 == 0 ? 1 : 0);
			tick(1);
		}
		assertThat(this.silences).hasValue(0);
	}

	@Test
	void aSocketThatTakesNothingIsFoundToo() {
		start();
		tick(6);
		assertThat(this.silences.get()).isPositive();
	}

	@Test
	void theKeepAliveOfTheServerIsInForce() {
		try (Rig rig = new Rig()) {
			rig.broker.connack((connack) -> connack.serverKeepAlive(Duration.ofSeconds(1)));
			assertThat(rig.connect().limits().keepAlive()).isEqualTo(Duration.ofSeconds(1));
			rig.broker.await(MqttPacketType.PINGREQ, 2, Rig.LONG);
			rig.broker.on(MqttPacketType.PINGREQ, Answer.ignore());
			EngineFailure failure = rig.lost();
			assertThat(failure.kind()).isEqualTo(Kind.KEEP_ALIVE);
			assertThat(failure.message()).contains("mqtt.driver.keep-alive");
		}
	}

}
