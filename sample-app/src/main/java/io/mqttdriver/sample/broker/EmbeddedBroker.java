package io.mqttdriver.sample.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.FileSystemUtils;

/**
 * An MQTT 5 broker (Apache ActiveMQ Artemis) within this process, on a free port that it
 * keeps. Retained messages outlive {@link #stop()}, but not {@link #close()}.
 * Synchronized.
 */
final class EmbeddedBroker {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedBroker.class);

	private static final String ACCEPTOR = "mqtt";

	private final Path folder;

	private static final int ACTIVATION_SECONDS = 10;

	private int port;

	private @Nullable EmbeddedActiveMQ artemis;

	private @Nullable ReservedPort reservedPort;

	EmbeddedBroker() throws IOException {
		this.folder = Files.createTempDirectory("sample-broker");
	}

	synchronized String uri() {
		return "tcp://127.0.0.1:" + this.port;
	}

	synchronized void start() throws Exception {
		releasePort();
		EmbeddedActiveMQ candidate = new EmbeddedActiveMQ().setConfiguration(configuration());
		candidate.start();
		ActiveMQServer server = candidate.getActiveMQServer();
		boolean active = server.waitForActivation(ACTIVATION_SECONDS, TimeUnit.SECONDS);
		NettyAcceptor acceptor = (NettyAcceptor) server.getRemotingService().getAcceptor(ACCEPTOR);
		if (!active || acceptor == null) {
			candidate.stop();
			throw new IllegalStateException("The embedded broker did not open its port within " + ACTIVATION_SECONDS
					+ " s: is port " + this.port + " taken?");
		}
		this.artemis = candidate;
		this.port = acceptor.getActualPort();
		logger.info("The embedded broker listens on {}", uri());
	}

	synchronized void stop() throws Exception {
		EmbeddedActiveMQ running = this.artemis;
		if (running != null) {
			this.artemis = null;
			running.stop();
			this.reservedPort = new ReservedPort(this.port);
			logger.info("The embedded broker has stopped");
		}
	}

	synchronized void close() throws Exception {
		stop();
		releasePort();
		FileSystemUtils.deleteRecursively(this.folder);
	}

	private void releasePort() throws IOException {
		if (this.reservedPort != null) {
			this.reservedPort.close();
			this.reservedPort = null;
		}
	}

	private Configuration configuration() throws Exception {
		Configuration configuration = new ConfigurationImpl().setSecurityEnabled(false)
			.setJMXManagementEnabled(false)
			.setJournalType(JournalType.NIO)
			.setJournalSyncNonTransactional(false)
			.setJournalMinFiles(2)
			.setJournalFileSize(1024 * 1024)
			.setJournalDirectory(this.folder.resolve("journal").toString())
			.setBindingsDirectory(this.folder.resolve("bindings").toString())
			.setPagingDirectory(this.folder.resolve("paging").toString())
			.setLargeMessagesDirectory(this.folder.resolve("large-messages").toString())
			.setNodeManagerLockDirectory(this.folder.resolve("lock").toString())
			.setMaxDiskUsage(100)
			.addAcceptorConfiguration(ACCEPTOR, "tcp://127.0.0.1:" + this.port + "?protocols=MQTT");
		configuration.setBrokerInstance(this.folder.toFile());
		return configuration;
	}

}
