package io.mqttdriver.autoconfigure;

import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * The TLS context of a bundle that may change. A bundle that can't be used leaves the
 * last good context in place, and is said once. A lock keeps one thread at it.
 */
final class ReloadingSslContext implements Supplier<SSLContext> {

	private static final Log logger = LogFactory.getLog(ReloadingSslContext.class);

	private final Supplier<@Nullable SslBundle> source;

	private SslBundle current;

	private SSLContext context;

	/**
	 * Creates one.
	 * @param first the bundle at the start, which must be good
	 * @param source gives the bundle as it is now
	 */
	ReloadingSslContext(SslBundle first, Supplier<@Nullable SslBundle> source) {
		this.source = source;
		this.current = first;
		this.context = first.createSslContext();
	}

	@Override
	public synchronized SSLContext get() {
		try {
			SslBundle bundle = this.source.get();
			if (bundle != null && bundle != this.current) {
				this.current = bundle;
				this.context = bundle.createSslContext();
			}
		}
		catch (RuntimeException ex) {
			logger.error("The changed SSL bundle can't be used, the one before it still is: correct its files", ex);
		}
		return this.context;
	}

}
