package io.mqttdriver.inbound;

import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mqttdriver.engine.InboundPublish;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.acks.SimpleAcknowledgment;

/**
 * A handler whose steps a test sets, and that writes down what it was called for.
 */
final class TestHandler implements InboundHandler {

	/** Deliveries in the order in which their attempts began. */
	final List<Long> begun = new CopyOnWriteArrayList<>();

	final List<Integer> attempts = new CopyOnWriteArrayList<>();

	final List<Boolean> alone = new CopyOnWriteArrayList<>();

	final List<Throwable> failures = new CopyOnWriteArrayList<>();

	@Nullable Type type = new Type() {
	};

	boolean mine = true;

	boolean retryable = true;

	@Nullable Exception unreadable;

	Body body = (publish, attempt, acknowledgment) -> null;

	Recovery recovery = (failure) -> false;

	@Override
	public @Nullable Invocation read(InboundPublish publish, boolean isAlone) throws Exception {
		this.alone.add(isAlone);
		if (this.unreadable != null) {
			throw this.unreadable;
		}
		return this.mine ? new Call(publish) : null;
	}

	@Override
	public @Nullable Type objectType() {
		return this.type;
	}

	interface Body {

		@Nullable CompletionStage<?> run(InboundPublish publish, int attempt, SimpleAcknowledgment acknowledgment)
				throws Throwable;

	}

	interface Recovery {

		boolean recover(Throwable failure) throws Exception;

	}

	private final class Call implements Invocation {

		private final InboundPublish publish;

		Call(InboundPublish publish) {
			this.publish = publish;
		}

		@Override
		public @Nullable CompletionStage<?> invoke(int attempt, SimpleAcknowledgment acknowledgment) throws Throwable {
			TestHandler.this.begun.add(this.publish.delivery());
			TestHandler.this.attempts.add(attempt);
			return TestHandler.this.body.run(this.publish, attempt, acknowledgment);
		}

		@Override
		public boolean retryable(Throwable failure) {
			return TestHandler.this.retryable;
		}

		@Override
		public boolean recover(Throwable failure) throws Exception {
			TestHandler.this.failures.add(failure);
			return TestHandler.this.recovery.recover(failure);
		}

	}

}
