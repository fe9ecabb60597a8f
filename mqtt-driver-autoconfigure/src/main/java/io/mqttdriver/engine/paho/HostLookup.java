package io.mqttdriver.engine.paho;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/**
 * Looks a name up on a worker, so that one that hangs can be left behind. Rule 4.
 */
final class HostLookup {

	private final CompletableFuture<List<InetAddress>> addresses = new CompletableFuture<>();

	void start(Executor workers, PahoEngine.HostResolver resolver, String host) {
		workers.execute(() -> {
			try {
				this.addresses.complete(resolver.resolve(host));
			}
			catch (IOException | RuntimeException | Error ex) {
				this.addresses.completeExceptionally(ex);
			}
		});
	}

	void abandon() {
		this.addresses.completeExceptionally(new SocketException("Closed while the name was looked up"));
	}

	List<InetAddress> await() throws IOException {
		try {
			return this.addresses.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while the name was looked up");
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof IOException failure) {
				throw failure;
			}
			throw new IOException("The name could not be looked up", ex.getCause());
		}
	}

}
