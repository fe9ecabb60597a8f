package io.mqttdriver.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties {@code mqtt.driver.*} as bound; the driver's builder checks them.
 * Immutable.
 *
 * @param enabled Whether the driver is configured at all.
 * @param autoStartup Whether the driver connects when the application starts.
 * @param uris Servers, tried in turn, first the one last connected. Schemes tcp (mqtt)
 * and ssl (mqtts); no user info.
 * @param clientId Client id. By default the application's name and a random suffix.
 * @param username User name of the CONNECT, unless a MqttCredentialsProvider bean gives
 * it.
 * @param password Password of the CONNECT, unless a MqttCredentialsProvider bean gives
 * it.
 * @param keepAlive Keep alive of the connection; zero switches it off.
 * @param connectTimeout Limit for name look-up, socket, TLS and CONNACK together, and for
 * each SUBACK.
 * @param shutdownTimeout Time for handlers and publishes to drain on shutdown.
 * @param sessionExpiry How long the server keeps the session after a loss. Above zero, it
 * needs a client id.
 * @param receiveMaximum Unacknowledged incoming messages on the connection, the
 * backpressure; 1 to 65535.
 * @param maximumPacketSize Largest packet that is taken; a broker drops larger ones
 * silently.
 * @param ssl How the schemes ssl and mqtts are secured.
 * @param will What the server publishes when the connection breaks.
 * @param startup Whether the application starts although no server can be connected to.
 * @param engine MQTT library that the driver uses.
 * @param publish Publishing.
 * @param reconnect Coming back after a loss.
 * @param listener Handling incoming messages.
 * @param messages Type names of messages.
 */
@ConfigurationProperties("mqtt.driver")
record MqttDriverProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean autoStartup,
		@DefaultValue("tcp://localhost:1883") List<String> uris, @Nullable String clientId, @Nullable String username,
		@Nullable String password, @DefaultValue("15s") Duration keepAlive,
		@DefaultValue("10s") Duration connectTimeout, @DefaultValue("10s") Duration shutdownTimeout,
		@DefaultValue("0s") Duration sessionExpiry, @DefaultValue("1000") int receiveMaximum,
		@DefaultValue("1MB") DataSize maximumPacketSize, @NestedConfigurationProperty @DefaultValue Ssl ssl,
		@NestedConfigurationProperty @Nullable Will will, @DefaultValue("background") Startup startup,
		@DefaultValue("paho") EngineName engine, @NestedConfigurationProperty @DefaultValue PublishProperties publish,
		@NestedConfigurationProperty @DefaultValue ReconnectProperties reconnect,
		@NestedConfigurationProperty @DefaultValue ListenerProperties listener,
		@NestedConfigurationProperty @DefaultValue MessagesProperties messages) {

	/** Only what can hold no credential. */
	@Override
	public String toString() {
		return "MqttDriverProperties[clientId=" + this.clientId + ", startup=" + this.startup + ", engine="
				+ this.engine + "]";
	}

	/**
	 * How the schemes {@code ssl} and {@code mqtts} are secured.
	 *
	 * @param bundle Name of the SSL bundle; without one, the JDK's own certificates are
	 * trusted.
	 * @param verifyHostname Whether the server's certificate must name the host.
	 */
	record Ssl(@Nullable String bundle, @DefaultValue("true") boolean verifyHostname) {
	}

	/**
	 * What the server publishes when the connection breaks.
	 *
	 * @param topic Topic of the will; without one there is no will.
	 * @param payload Payload of the will.
	 * @param qos Quality of service of the will.
	 * @param retained Whether the server retains the will.
	 * @param delay How long the server waits with the will. Needs a session-expiry at
	 * least as long.
	 */
	record Will(@Nullable String topic, @DefaultValue("") String payload, @DefaultValue("0") int qos,
			@DefaultValue("false") boolean retained, @DefaultValue("0s") Duration delay) {

		@Override
		public String toString() {
			return "Will[topic=" + this.topic + "]";
		}

	}

	/**
	 * What a server that can't be connected to means for the application's start.
	 */
	enum Startup {

		/** The application starts; the connection is built in the background. */
		BACKGROUND,

		/** One pass over the servers must succeed, else the start fails. */
		REQUIRED

	}

	/**
	 * An MQTT library.
	 */
	enum EngineName {

		/** Eclipse Paho. */
		PAHO

	}

}
