package io.mqttdriver.connection;

import java.util.Arrays;

/**
 * Events of a {@link Herd} in the order of their times: a heap of numbers, for millions
 * of them. Equal times go by device. Not thread-safe.
 */
final class EventQueue {

	private static final int DEVICE_BITS = 21;

	private long[] heap = new long[1024];

	private int size;

	/**
	 * Adds one.
	 * @param micros its time
	 * @param event below 2,097,152
	 */
	void add(long micros, int event) {
		if (this.size == this.heap.length) {
			this.heap = Arrays.copyOf(this.heap, this.size * 2);
		}
		long added = micros << DEVICE_BITS | event;
		int slot = this.size++;
		while (slot > 0 && this.heap[(slot - 1) / 2] > added) {
			this.heap[slot] = this.heap[(slot - 1) / 2];
			slot = (slot - 1) / 2;
		}
		this.heap[slot] = added;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	/** Takes the next one: time and event, to be read with the methods below. */
	long take() {
		long first = this.heap[0];
		long moved = this.heap[--this.size];
		int slot = 0;
		int child = 1;
		while (child < this.size) {
			if (child + 1 < this.size && this.heap[child + 1] < this.heap[child]) {
				child++;
			}
			if (this.heap[child] >= moved) {
				break;
			}
			this.heap[slot] = this.heap[child];
			slot = child;
			child = 2 * slot + 1;
		}
		this.heap[slot] = moved;
		return first;
	}

	static long micros(long taken) {
		return taken >>> DEVICE_BITS;
	}

	static int event(long taken) {
		return (int) (taken & (1 << DEVICE_BITS) - 1);
	}

}
