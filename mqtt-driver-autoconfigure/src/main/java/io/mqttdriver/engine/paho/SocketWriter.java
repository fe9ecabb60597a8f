package io.mqttdriver.engine.paho;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * The thread that writes to the socket, and the only one that a stalled peer blocks.
 * Pieces are small enough for {@link io.mqttdriver.engine.Traffic} to show progress
 * within a large packet.
 */
final class SocketWriter implements Runnable {

	private static final int PIECE = 16_384;

	private final CoalescingOutput output;

	private final OutputStream socket;

	private final SocketTraffic traffic;

	private final Consumer<IOException> onFailure;

	SocketWriter(CoalescingOutput output, OutputStream socket, SocketTraffic traffic, Consumer<IOException> onFailure) {
		this.output = output;
		this.socket = socket;
		this.traffic = traffic;
		this.onFailure = onFailure;
	}

	@Override
	public void run() {
		try {
			boolean last = false;
			while (!last) {
				last = write(this.output.take());
			}
		}
		catch (IOException ex) {
			this.onFailure.accept(ex);
		}
	}

	private boolean write(CoalescingOutput.Batch batch) throws IOException {
		for (int at = 0; at < batch.length(); at += PIECE) {
			int count = Math.min(PIECE, batch.length() - at);
			piece(batch.bytes(), at, count);
			this.output.wrote(count);
		}
		if (batch.own().length > 0) {
			piece(batch.own(), 0, batch.own().length);
		}
		return batch.last();
	}

	private void piece(byte[] bytes, int from, int count) throws IOException {
		this.socket.write(bytes, from, count);
		this.traffic.tookBytes(count);
	}

}
