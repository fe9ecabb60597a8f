package io.mqttdriver.inbound;

import java.util.concurrent.CompletionStage;

import io.mqttdriver.inbound.InboundHandler.Invocation;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.acks.SimpleAcknowledgment;

/**
 * An invocation whose every call can be interrupted by a shutdown, and whose judgements
 * never fail. As safe for threads as the invocation.
 */
final class UserCall {

	private final Invocation invocation;

	private final HandlerThreads threads;

	UserCall(Invocation invocation, HandlerThreads threads) {
		this.invocation = invocation;
		this.threads = threads;
	}

	@Nullable CompletionStage<?> invoke(int attempt, SimpleAcknowledgment acknowledgment) throws Throwable {
		return this.threads.<CompletionStage<?>>call(() -> this.invocation.invoke(attempt, acknowledgment));
	}

	boolean isRetryable(Throwable failure) {
		return judge(failure, () -> this.invocation.retryable(failure));
	}

	boolean recover(Throwable failure) {
		return judge(failure, () -> this.invocation.recover(failure));
	}

	/** A judgement that fails is a no, and stays with the failure that it was about. */
	private boolean judge(Throwable failure, HandlerThreads.UserCode<Boolean> judgement) {
		try {
			return Boolean.TRUE.equals(this.threads.call(judgement));
		}
		catch (Throwable ex) {
			if (ex != failure) {
				failure.addSuppressed(ex);
			}
			return false;
		}
	}

}
