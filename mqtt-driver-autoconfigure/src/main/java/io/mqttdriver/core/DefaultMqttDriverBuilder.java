package io.mqttdriver.core;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import io.mqttdriver.MqttCredentials;
import io.mqttdriver.MqttCredentialsProvider;
import io.mqttdriver.MqttDriverBuilder;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.connection.ConnectionSettings;
import io.mqttdriver.connection.ReconnectSettings;
import io.mqttdriver.engine.ClientSpec.Credentials;
import io.mqttdriver.engine.ClientSpec.Will;
import io.mqttdriver.engine.Engine;
import io.mqttdriver.engine.Tls;
import io.mqttdriver.engine.paho.PahoEngine;
import io.mqttdriver.inbound.ListenerSettings;
import io.mqttdriver.message.DeadLetters;
import io.mqttdriver.message.MessageReader;
import io.mqttdriver.message.MessageTypes;
import io.mqttdriver.message.MessageWriter;
import io.mqttdriver.observation.DriverObserver;
import io.mqttdriver.outbound.PublishSettings;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.unit.DataSize;

/**
 * Gathers the settings and builds the driver of them. Not thread-safe.
 */
public final class DefaultMqttDriverBuilder implements MqttDriverBuilder {

	// @formatter:off

	private List<URI> uris = List.of(URI.create("tcp://localhost:1883"));
	private Supplier<SSLContext> tlsContext = DefaultMqttDriverBuilder::jdkContext;
	private List<String> tlsProtocols = List.of();
	private List<String> tlsCiphers = List.of();
	private @Nullable MqttPublish will;
	private Duration willDelay = Duration.ZERO;
	private List<String> reconnectAllowedServers = List.of();
	private final Map<String, Class<?>> messagesTypes = new HashMap<>();
	private DriverObserver observer = DriverObserver.NONE;
	private @Nullable Engine engine;
	private boolean awaitListeners;
	private @Nullable String clientId;
	private @Nullable String username;
	private @Nullable String password;
	private @Nullable MqttCredentialsProvider credentialsProvider;
	private Duration keepAlive = Duration.ofSeconds(15);
	private Duration connectTimeout = Duration.ofSeconds(10);
	private Duration shutdownTimeout = Duration.ofSeconds(10);
	private Duration sessionExpiry = Duration.ZERO;
	private int receiveMaximum = 1000;
	private DataSize maximumPacketSize = DataSize.ofMegabytes(1);
	private boolean sslVerifyHostname = true;
	private int publishQos = 1;
	private Duration publishTimeout = Duration.ofSeconds(5);
	private Duration publishDeliveryTimeout = Duration.ofMinutes(10);
	private int publishOutboxCapacity = 10_000;
	private DataSize publishOutboxMaxBytes = DataSize.ofMegabytes(64);
	private WhenFull publishOutboxWhenFull = WhenFull.REJECT;
	private Duration reconnectMinInterval = Duration.ofSeconds(5);
	private double reconnectMultiplier = 1.5;
	private Duration reconnectMaxInterval = Duration.ofSeconds(30);
	private double reconnectJitter = 0.2;
	private Duration reconnectSpread = Duration.ZERO;
	private Duration reconnectStableAfter = Duration.ofSeconds(10);
	private int reconnectMaxFailures = 10;
	private Duration reconnectOpenDuration = Duration.ofSeconds(60);
	private ClientIdPolicy reconnectClientId = ClientIdPolicy.AUTO;
	private ValidationMode reconnectValidationMode = ValidationMode.PUBLISH;
	private String reconnectValidationTopic = "mqtt-driver/validation/{client-id}";
	private Duration reconnectValidationTimeout = Duration.ofSeconds(5);
	private int listenerQos = 1;
	private int listenerConcurrency = 1;
	private boolean listenerStrictAckOrder = false;
	private int listenerBufferCapacity = 20_000;
	private DataSize listenerBufferMaxBytes = DataSize.ofMegabytes(64);
	private int listenerRetryMaxRetries = 2;
	private Duration listenerRetryInitialInterval = Duration.ofSeconds(1);
	private double listenerRetryMultiplier = 2;
	private Duration listenerRetryMaxInterval = Duration.ofSeconds(10);
	private @Nullable String listenerDeadLetterTopic;
	private String messagesTypeProperty = "type";
	private List<MessageConverter> messageConverters = List.of();
	private @Nullable JsonMapper jsonMapper;
	private ApplicationEventPublisher eventPublisher = (event) -> { };

	@Override public DefaultMqttDriverBuilder uris(String... uris) { this.uris = Stream.of(uris).map(DefaultMqttDriverBuilder::uri).toList(); return this; }
	@Override public DefaultMqttDriverBuilder clientId(String clientId) { this.clientId = clientId; return this; }
	@Override public DefaultMqttDriverBuilder username(String username) { this.username = username; return this; }
	@Override public DefaultMqttDriverBuilder password(String password) { this.password = password; return this; }
	@Override public DefaultMqttDriverBuilder credentialsProvider(MqttCredentialsProvider provider) { this.credentialsProvider = provider; return this; }
	@Override public DefaultMqttDriverBuilder keepAlive(Duration keepAlive) { this.keepAlive = keepAlive; return this; }
	@Override public DefaultMqttDriverBuilder connectTimeout(Duration connectTimeout) { this.connectTimeout = connectTimeout; return this; }
	@Override public DefaultMqttDriverBuilder shutdownTimeout(Duration shutdownTimeout) { this.shutdownTimeout = shutdownTimeout; return this; }
	@Override public DefaultMqttDriverBuilder sessionExpiry(Duration sessionExpiry) { this.sessionExpiry = sessionExpiry; return this; }
	@Override public DefaultMqttDriverBuilder receiveMaximum(int receiveMaximum) { this.receiveMaximum = receiveMaximum; return this; }
	@Override public DefaultMqttDriverBuilder maximumPacketSize(DataSize maximumPacketSize) { this.maximumPacketSize = maximumPacketSize; return this; }
	@Override public DefaultMqttDriverBuilder ssl(Supplier<SSLContext> context, List<String> protocols, List<String> ciphers) { this.tlsContext = context; this.tlsProtocols = List.copyOf(protocols); this.tlsCiphers = List.copyOf(ciphers); return this; }
	@Override public DefaultMqttDriverBuilder sslVerifyHostname(boolean verify) { this.sslVerifyHostname = verify; return this; }
	@Override public DefaultMqttDriverBuilder will(MqttPublish will, Duration delay) { this.will = will; this.willDelay = delay; return this; }
	@Override public DefaultMqttDriverBuilder publishQos(int qos) { this.publishQos = requireQos("publish.qos", qos); return this; }
	@Override public DefaultMqttDriverBuilder publishTimeout(Duration timeout) { this.publishTimeout = timeout; return this; }
	@Override public DefaultMqttDriverBuilder publishDeliveryTimeout(Duration timeout) { this.publishDeliveryTimeout = timeout; return this; }
	@Override public DefaultMqttDriverBuilder publishOutboxCapacity(int capacity) { this.publishOutboxCapacity = capacity; return this; }
	@Override public DefaultMqttDriverBuilder publishOutboxMaxBytes(DataSize maxBytes) { this.publishOutboxMaxBytes = maxBytes; return this; }
	@Override public DefaultMqttDriverBuilder publishOutboxWhenFull(WhenFull whenFull) { this.publishOutboxWhenFull = whenFull; return this; }
	@Override public DefaultMqttDriverBuilder reconnectMinInterval(Duration interval) { this.reconnectMinInterval = interval; return this; }
	@Override public DefaultMqttDriverBuilder reconnectMultiplier(double multiplier) { this.reconnectMultiplier = multiplier; return this; }
	@Override public DefaultMqttDriverBuilder reconnectMaxInterval(Duration interval) { this.reconnectMaxInterval = interval; return this; }
	@Override public DefaultMqttDriverBuilder reconnectJitter(double jitter) { this.reconnectJitter = jitter; return this; }
	@Override public DefaultMqttDriverBuilder reconnectSpread(Duration spread) { this.reconnectSpread = spread; return this; }
	@Override public DefaultMqttDriverBuilder reconnectStableAfter(Duration stableAfter) { this.reconnectStableAfter = stableAfter; return this; }
	@Override public DefaultMqttDriverBuilder reconnectMaxFailures(int maxFailures) { this.reconnectMaxFailures = maxFailures; return this; }
	@Override public DefaultMqttDriverBuilder reconnectOpenDuration(Duration openDuration) { this.reconnectOpenDuration = openDuration; return this; }
	@Override public DefaultMqttDriverBuilder reconnectAllowedServers(String... hosts) { this.reconnectAllowedServers = List.of(hosts); return this; }
	@Override public DefaultMqttDriverBuilder reconnectClientId(ClientIdPolicy policy) { this.reconnectClientId = policy; return this; }
	@Override public DefaultMqttDriverBuilder reconnectValidationMode(ValidationMode mode) { this.reconnectValidationMode = mode; return this; }
	@Override public DefaultMqttDriverBuilder reconnectValidationTopic(String topic) { this.reconnectValidationTopic = topic; return this; }
	@Override public DefaultMqttDriverBuilder reconnectValidationTimeout(Duration timeout) { this.reconnectValidationTimeout = timeout; return this; }
	@Override public DefaultMqttDriverBuilder listenerQos(int qos) { this.listenerQos = requireQos("listener.qos", qos); return this; }
	@Override public DefaultMqttDriverBuilder listenerConcurrency(int concurrency) { this.listenerConcurrency = requireConcurrency(concurrency); return this; }
	@Override public DefaultMqttDriverBuilder listenerStrictAckOrder(boolean strict) { this.listenerStrictAckOrder = strict; return this; }
	@Override public DefaultMqttDriverBuilder listenerBufferCapacity(int capacity) { this.listenerBufferCapacity = capacity; return this; }
	@Override public DefaultMqttDriverBuilder listenerBufferMaxBytes(DataSize maxBytes) { this.listenerBufferMaxBytes = maxBytes; return this; }
	@Override public DefaultMqttDriverBuilder listenerRetryMaxRetries(int retries) { this.listenerRetryMaxRetries = retries; return this; }
	@Override public DefaultMqttDriverBuilder listenerRetryInitialInterval(Duration interval) { this.listenerRetryInitialInterval = interval; return this; }
	@Override public DefaultMqttDriverBuilder listenerRetryMultiplier(double multiplier) { this.listenerRetryMultiplier = multiplier; return this; }
	@Override public DefaultMqttDriverBuilder listenerRetryMaxInterval(Duration interval) { this.listenerRetryMaxInterval = interval; return this; }
	@Override public DefaultMqttDriverBuilder listenerDeadLetterTopic(String topic) { this.listenerDeadLetterTopic = DeadLetters.requireValidTopic(topic); return this; }
	@Override public DefaultMqttDriverBuilder messagesTypeProperty(String name) { this.messagesTypeProperty = name; return this; }
	@Override public DefaultMqttDriverBuilder messagesType(String name, Class<?> type) { this.messagesTypes.put(name, type); return this; }
	@Override public DefaultMqttDriverBuilder messageConverters(List<MessageConverter> converters) { this.messageConverters = converters; return this; }
	@Override public DefaultMqttDriverBuilder jsonMapper(JsonMapper mapper) { this.jsonMapper = mapper; return this; }
	@Override public DefaultMqttDriverBuilder eventPublisher(ApplicationEventPublisher publisher) { this.eventPublisher = publisher; return this; }

	/** Is told what can be measured; default nobody. */
	public DefaultMqttDriverBuilder observer(DriverObserver observer) { this.observer = observer; return this; }

	/** The MQTT library; default Paho. */
	public DefaultMqttDriverBuilder engine(Engine engine) { this.engine = engine; return this; }

	/** Whether messages of a kept session wait until the listeners have started; default not. */
	public DefaultMqttDriverBuilder awaitListeners(boolean await) { this.awaitListeners = await; return this; }

	// @formatter:on

	@Override
	public DefaultMqttDriver build() {
		return build(DriverThreads.create(), System::nanoTime, InstantSource.system(), RandomGenerator.getDefault());
	}

	/** With threads, clocks and randomness that a test controls. */
	DefaultMqttDriver build(DriverThreads threads, LongSupplier nanoTime, InstantSource wallClock,
			RandomGenerator random) {
		Engine library = (this.engine != null) ? this.engine : PahoEngine.create();
		this.uris.forEach(library::requireSupported);
		JsonMapper mapper = (this.jsonMapper != null) ? this.jsonMapper : JsonMapper.builder().build();
		MessageTypes types = new MessageTypes(this.messagesTypes);
		MessageReader reader = new MessageReader(types, this.messageConverters, mapper, this.messagesTypeProperty);
		MessageWriter writer = new MessageWriter(types, this.messageConverters, mapper, this.messagesTypeProperty);
		DriverSettings settings = settings(writer);
		Collaborators collaborators = new Collaborators(library, threads, nanoTime, wallClock, random, reader, writer,
				this.observer, this.eventPublisher, this.awaitListeners);
		return new DefaultMqttDriver(settings, collaborators);
	}

	private DriverSettings settings(MessageWriter writer) {
		PublishSettings publish = new PublishSettings(this.publishTimeout, this.publishDeliveryTimeout,
				this.publishOutboxCapacity, this.publishOutboxMaxBytes.toBytes(),
				this.publishOutboxWhenFull == WhenFull.WAIT);
		ListenerSettings listener = new ListenerSettings(this.listenerStrictAckOrder, this.listenerBufferCapacity,
				this.listenerBufferMaxBytes.toBytes(),
				new ListenerSettings.Retry(this.listenerRetryMaxRetries, this.listenerRetryInitialInterval,
						this.listenerRetryMultiplier, this.listenerRetryMaxInterval),
				this.messagesTypeProperty, !this.sessionExpiry.isZero());
		return new DriverSettings(connection(writer), reconnect(), publish, this.publishQos, listener, this.listenerQos,
				this.listenerConcurrency, this.listenerDeadLetterTopic);
	}

	private ConnectionSettings connection(MessageWriter writer) {
		if (!this.sessionExpiry.isZero() && this.clientId == null) {
			throw new IllegalArgumentException("mqtt.driver.session-expiry is " + this.sessionExpiry
					+ " but mqtt.driver.client-id is not set: a session is kept for a client id, so give it a fixed one");
		}
		String id = (this.clientId != null) ? this.clientId : "mqtt-driver-" + UUID.randomUUID();
		Will last = (this.will != null) ? new Will(writer.write(this.will, 0), this.willDelay) : null;
		return new ConnectionSettings(this.uris, id, credentials(), this.keepAlive, this.connectTimeout,
				this.shutdownTimeout, this.sessionExpiry, this.receiveMaximum,
				(int) Math.min(this.maximumPacketSize.toBytes(), Integer.MAX_VALUE), last,
				new Tls(this.tlsContext, this.tlsProtocols, this.tlsCiphers, this.sslVerifyHostname));
	}

	private ReconnectSettings reconnect() {
		boolean keeps = !this.sessionExpiry.isZero();
		if (this.reconnectClientId == ClientIdPolicy.FRESH && keeps) {
			throw new IllegalArgumentException(
					"mqtt.driver.reconnect.client-id is fresh but mqtt.driver.session-expiry is " + this.sessionExpiry
							+ ": a fresh client id leaves its session behind; set one of them to its default");
		}
		boolean fresh = this.reconnectClientId == ClientIdPolicy.FRESH
				|| (this.reconnectClientId == ClientIdPolicy.AUTO && !keeps && this.will == null);
		return new ReconnectSettings(this.reconnectMinInterval, this.reconnectMultiplier, this.reconnectMaxInterval,
				this.reconnectJitter, this.reconnectSpread, this.reconnectStableAfter, this.reconnectMaxFailures,
				this.reconnectOpenDuration, this.reconnectAllowedServers, fresh,
				new ReconnectSettings.Validation(ReconnectSettings.Mode.valueOf(this.reconnectValidationMode.name()),
						this.reconnectValidationTopic, this.reconnectValidationTimeout));
	}

	private Callable<Credentials> credentials() {
		MqttCredentialsProvider provider = this.credentialsProvider;
		if (provider == null) {
			byte[] bytes = (this.password != null) ? this.password.getBytes(StandardCharsets.UTF_8) : null;
			Credentials fixed = new Credentials(this.username, bytes);
			return () -> fixed;
		}
		return () -> {
			MqttCredentials given = provider.getCredentials();
			return new Credentials(given.username(), given.password());
		};
	}

	private static URI uri(String uri) {
		try {
			return URI.create(uri);
		}
		catch (IllegalArgumentException ex) {
			String shown = uri.contains("@") ? "a malformed URI with user info" : "'" + uri + "'";
			throw new IllegalArgumentException(
					"mqtt.driver.uris has " + shown + ", which is no server: write tcp://host:1883 or ssl://host:8883");
		}
	}

	private static int requireQos(String property, int qos) {
		if (qos < 0 || qos > 2) {
			throw new IllegalArgumentException("mqtt.driver." + property + " is " + qos + ": set it to 0, 1 or 2");
		}
		return qos;
	}

	private static int requireConcurrency(int concurrency) {
		if (concurrency < 1) {
			throw new IllegalArgumentException(
					"mqtt.driver.listener.concurrency is " + concurrency + ": set it to 1 or more");
		}
		return concurrency;
	}

	private static SSLContext jdkContext() {
		try {
			return SSLContext.getDefault();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("The JDK has no default SSLContext: set mqtt.driver.ssl.bundle", ex);
		}
	}

}
