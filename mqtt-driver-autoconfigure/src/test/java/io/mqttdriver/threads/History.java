package io.mqttdriver.threads;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.mqttdriver.MqttDriverClosedException;
import org.jspecify.annotations.Nullable;

/**
 * Calls with their beginnings and ends, and whether some order of them, in agreement with
 * real time, explains their outcomes (Wing and Gong's search). The sequential driver that
 * they are compared with has one bit, whether it is stopped by wish: {@code connect}
 * clears it, {@code disconnect} sets it, a publish is refused while it is set. A
 * {@code connect} that is refused took effect as well, and a {@code disconnect} that runs
 * beside it undid that.
 */
final class History {

	private final boolean openAtFirst;

	private final AtomicLong clock = new AtomicLong();

	private final List<Call> calls = new ArrayList<>();

	private final List<CompletableFuture<?>> futures = new ArrayList<>();

	History(boolean openAtFirst) {
		this.openAtFirst = openAtFirst;
	}

	long tick() {
		return this.clock.incrementAndGet();
	}

	synchronized void add(Call call) {
		this.calls.add(call);
	}

	/** Calls; the outcome is that of the future. */
	void call(Kind kind, Supplier<CompletableFuture<?>> method) {
		Call call = new Call(kind, tick());
		CompletableFuture<?> future = method.get().handle((result, failure) -> {
			boolean refused = cause(failure) instanceof MqttDriverClosedException;
			if (failure != null && !refused) {
				throw new AssertionError(kind + " failed otherwise", failure);
			}
			call.ended(refused, tick());
			return null;
		});
		synchronized (this) {
			this.calls.add(call);
			this.futures.add(future);
		}
	}

	private static @Nullable Throwable cause(@Nullable Throwable failure) {
		return (failure != null && failure.getCause() != null) ? failure.getCause() : failure;
	}

	/** Each call ends. */
	void awaitAll() {
		for (int i = 0; i < this.futures.size(); i++) {
			Throwable failure = Threads.outcome(this.calls.get(i).toString(), this.futures.get(i));
			if (failure != null) {
				throw new AssertionError(failure);
			}
		}
	}

	void count(Race race) {
		this.calls.forEach((call) -> race.count(call.kind + (call.refused ? " refused" : "")));
	}

	boolean isLinearizable() {
		for (Call call : this.calls) {
			if (call.kind == Kind.CONNECT && call.refused && this.calls.stream().noneMatch(call::isBesideDisconnect)) {
				return false;
			}
		}
		return explains(0, this.openAtFirst, false, new HashSet<>());
	}

	private boolean explains(long done, boolean open, boolean undone, Set<Long> seen) {
		if (done == (1L << this.calls.size()) - 1) {
			return !undone;
		}
		if (!seen.add(done * 4 + (open ? 2 : 0) + (undone ? 1 : 0))) {
			return false;
		}
		for (int i = 0; i < this.calls.size(); i++) {
			Call next = this.calls.get(i);
			if (isNext(i, done) && next.fits(open)
					&& explains(done | (1L << i), next.after(open), next.isToBeUndone(undone), seen)) {
				return true;
			}
		}
		return false;
	}

	/** No call that is still to come had ended before this one began. */
	private boolean isNext(int candidate, long done) {
		if ((done & (1L << candidate)) != 0) {
			return false;
		}
		for (int i = 0; i < this.calls.size(); i++) {
			if ((done & (1L << i)) == 0 && this.calls.get(i).end < this.calls.get(candidate).begin) {
				return false;
			}
		}
		return true;
	}

	@Override
	public String toString() {
		return (this.openAtFirst ? "open at first " : "stopped at first ") + this.calls;
	}

	enum Kind {

		CONNECT, DISCONNECT, PUBLISH, STATE

	}

	/**
	 * One call. Refused means: with {@code MqttDriverClosedException}; of the state, that
	 * it was {@code STOPPED}.
	 */
	static final class Call {

		private final Kind kind;

		private final long begin;

		private volatile boolean refused;

		private volatile long end;

		Call(Kind kind, long begin) {
			this.kind = kind;
			this.begin = begin;
		}

		void ended(boolean refused, long end) {
			this.refused = refused;
			this.end = end;
		}

		boolean isBesideDisconnect(Call other) {
			return other.kind == Kind.DISCONNECT && other.begin < this.end && this.begin < other.end;
		}

		boolean fits(boolean open) {
			return this.kind == Kind.DISCONNECT || this.kind == Kind.CONNECT || this.refused != open;
		}

		/** Whether a disconnect has to follow. */
		boolean isToBeUndone(boolean before) {
			return this.kind != Kind.DISCONNECT && (before || (this.kind == Kind.CONNECT && this.refused));
		}

		boolean after(boolean open) {
			return switch (this.kind) {
				case CONNECT -> true;
				case DISCONNECT -> false;
				default -> open;
			};
		}

		@Override
		public String toString() {
			return this.kind + (this.refused ? " refused" : "") + "[" + this.begin + "," + this.end + "]";
		}

	}

}
