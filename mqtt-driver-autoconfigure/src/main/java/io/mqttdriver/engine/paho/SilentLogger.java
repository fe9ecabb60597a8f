package io.mqttdriver.engine.paho;

import java.util.ResourceBundle;

import org.apache.commons.logging.LogFactory;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.logging.Logger;
import org.eclipse.paho.mqttv5.client.logging.LoggerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Says nothing. Rule 19: Paho makes a logger for every token, and the standard one is
 * costly. Public because Paho makes it by name; not for anybody else.
 */
public final class SilentLogger implements Logger {

	/** Called by Paho. */
	public SilentLogger() {
	}

	static void install() {
		try {
			Class.forName(SilentLogger.class.getName(), false, MqttAsyncClient.class.getClassLoader());
			LoggerFactory.setLogger(SilentLogger.class.getName());
		}
		catch (ClassNotFoundException ex) {
			// Paho's class loader doesn't see this class, so Paho keeps its own logger
			LogFactory.getLog(SilentLogger.class).debug("Paho keeps its own logger", ex);
		}
	}

	@Override
	public void severe(String sourceClass, String sourceMethod, String msg) {
	}

	@Override
	public void severe(String sourceClass, String sourceMethod, String msg, Object @Nullable [] inserts) {
	}

	@Override
	public void severe(String sourceClass, String sourceMethod, String msg, Object @Nullable [] inserts,
			@Nullable Throwable thrown) {
	}

	@Override
	public void warning(String sourceClass, String sourceMethod, String msg) {
	}

	@Override
	public void warning(String sourceClass, String sourceMethod, String msg, Object @Nullable [] inserts) {
	}

	@Override
	public void warning(String sourceClass, String sourceMethod, String msg, Object @Nullable [] inserts,
			@Nullable Throwable thrown) {
	}

	@Override
	public void info(String sourceClass, String sourceMethod, String msg) {
	}

	@Override
	public void info(String sourceClass, String sourceMethod, String msg, Object @Nullable [] inserts) {
	}

	@Override
	public void info(String sourceClass, String sourceMethod, String msg, Object @Nullable [] inserts,
			@Nullable Throwable thrown) {
	}

	@Override
	public void config(String sourceClass, String sourceMethod, String msg) {
	}

	@Override
	public void config(String sourceClass, String sourceMethod, String msg, Object @Nullable [] inserts) {
	}

	@Override
	public void config(String sourceClass, String sourceMethod, String msg, Object @Nullable [] inserts,
			@Nullable Throwable thrown) {
	}

	@Override
	public void fine(String sourceClass, String sourceMethod, String msg) {
	}

	@Override
	public void fine(String sourceClass, String sourceMethod, String msg, Object @Nullable [] inserts) {
	}

	@Override
	public void fine(String sourceClass, String sourceMethod, String msg, Object @Nullable [] inserts,
			@Nullable Throwable ex) {
	}

	@Override
	public void finer(String sourceClass, String sourceMethod, String msg) {
	}

	@Override
	public void finer(String sourceClass, String sourceMethod, String msg, Object @Nullable [] inserts) {
	}

	@Override
	public void finer(String sourceClass, String sourceMethod, String msg, Object @Nullable [] inserts,
			@Nullable Throwable ex) {
	}

	@Override
	public void finest(String sourceClass, String sourceMethod, String msg) {
	}

	@Override
	public void finest(String sourceClass, String sourceMethod, String msg, Object @Nullable [] inserts) {
	}

	@Override
	public void finest(String sourceClass, String sourceMethod, String msg, Object @Nullable [] inserts,
			@Nullable Throwable ex) {
	}

	@Override
	public void initialise(ResourceBundle messageCatalog, String loggerID, @Nullable String resourceName) {
	}

	@Override
	public void setResourceName(String logContext) {
	}

	@Override
	public boolean isLoggable(int level) {
		return false;
	}

	@Override
	public void log(int level, String sourceClass, String sourceMethod, String msg, Object @Nullable [] inserts,
			@Nullable Throwable thrown) {
	}

	@Override
	public void trace(int level, String sourceClass, String sourceMethod, String msg, Object @Nullable [] inserts,
			@Nullable Throwable ex) {
	}

	@Override
	public String formatMessage(String msg, Object @Nullable [] inserts) {
		return msg;
	}

	@Override
	public void dumpTrace() {
	}

}
