package io.mqttdriver.engine.paho;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How packets share writes.
 */
class CoalescingOutputTests {

	private static final byte[] PUBLISH = { 0x30, 4, 0, 1, 't', 0 };

	private final CoalescingOutput output = new CoalescingOutput(() -> {
	});

	private final SlowSocket socket = new SlowSocket();

	private final SocketTraffic traffic = new SocketTraffic(System::nanoTime, this.output::publishesWritten);

	private Thread start() {
		Thread thread = new Thread(new SocketWriter(this.output, this.socket, this.traffic, (ex) -> {
		}));
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private void packet() throws IOException {
		this.output.write(PUBLISH, 0, PUBLISH.length);
		this.output.flush();
	}

	@Test
	void packetsThatComeWhileTheSocketIsBusyShareAWrite() throws Exception {
		Thread writer = start();
		packet();
		assertThat(this.socket.entered.await(5, TimeUnit.SECONDS)).isTrue();
		for (int i = 0; i < 100; i++) {
			packet();
		}
		this.socket.release.countDown();
		Rig.await(() -> this.traffic.written() == 101L * PUBLISH.length);
		assertThat(this.socket.writes).containsExactly(PUBLISH.length, 100 * PUBLISH.length);
		this.output.stop();
		writer.join(5_000);
		assertThat(writer.isAlive()).isFalse();
	}

	@Test
	void aPacketOfOurOwnNeverSplitsOneOfPahos() throws Exception {
		this.socket.release.countDown();
		start();
		this.output.write(PUBLISH, 0, 3);
		this.output.add(Frame.of(12));
		Rig.await(() -> this.socket.bytes().length == 3);
		this.output.write(PUBLISH, 3, 3);
		this.output.flush();
		Rig.await(() -> this.socket.bytes().length == 8);
		assertThat(this.socket.bytes()).containsExactly(0x30, 4, 0, 1, 't', 0, (byte) 0xC0, 0);
		this.output.stop();
	}

	@Test
	void aPublishCountsAsWrittenAlsoWhenItsEndIsToldAfterTheWrite() throws Exception {
		this.socket.release.countDown();
		start();
		this.output.write(PUBLISH, 0, PUBLISH.length);
		Rig.await(() -> this.socket.bytes().length == PUBLISH.length);
		assertThat(this.traffic.written()).isZero();
		this.output.flush();
		Rig.await(() -> this.traffic.written() == PUBLISH.length);
		this.output.stop();
	}

	@Test
	void addingNeverWaitsAlthoughPahoDoes() throws Exception {
		start();
		packet();
		assertThat(this.socket.entered.await(5, TimeUnit.SECONDS)).isTrue();
		Thread paho = new Thread(() -> {
			try {
				this.output.write(new byte[500_000], 0, 500_000);
			}
			catch (IOException ex) {
				this.socket.stopped.countDown();
			}
		});
		paho.start();
		Rig.await(() -> paho.getState() == Thread.State.WAITING);
		for (int i = 0; i < 70_000; i++) {
			this.output.add(Frame.of(12));
		}
		this.output.stop();
		assertThat(this.socket.stopped.await(5, TimeUnit.SECONDS)).isTrue();
	}

	/** Blocks in its first write until released. */
	private static final class SlowSocket extends OutputStream {

		private final List<Integer> writes = Collections.synchronizedList(new ArrayList<>());

		private final ByteArrayOutputStream written = new ByteArrayOutputStream();

		private final CountDownLatch entered = new CountDownLatch(1);

		private final CountDownLatch release = new CountDownLatch(1);

		private final CountDownLatch stopped = new CountDownLatch(1);

		@Override
		public void write(int value) {
			throw new AssertionError("byte by byte");
		}

		@Override
		public void write(byte[] bytes, int from, int length) throws IOException {
			this.entered.countDown();
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
			this.written.write(bytes, from, length);
			this.writes.add(length);
		}

		byte[] bytes() {
			return this.written.toByteArray();
		}

	}

}
