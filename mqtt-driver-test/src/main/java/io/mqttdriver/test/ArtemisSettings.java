package io.mqttdriver.test;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/**
 * Artemis as a test wants it: MQTT only, small, quiet, and quick to forget what has
 * expired. Stateless.
 */
final class ArtemisSettings {

	static final String ACCEPTOR = "mqtt";

	private static final long SCAN_MILLIS = 500;

	private static final int JOURNAL_BYTES = 1024 * 1024;

	private ArtemisSettings() {
	}

	static Configuration configuration(MqttTestBrokerBuilder settings, int port, Path folder) throws Exception {
		Configuration configuration = new ConfigurationImpl().setPersistenceEnabled(settings.persistent)
			.setSecurityEnabled(!settings.users.isEmpty())
			.setJMXManagementEnabled(false)
			.setJournalType(JournalType.NIO)
			.setJournalFileSize(JOURNAL_BYTES)
			.setJournalMinFiles(2)
			.setBindingsDirectory(folder.resolve("bindings").toString())
			.setJournalDirectory(folder.resolve("journal").toString())
			.setPagingDirectory(folder.resolve("paging").toString())
			.setLargeMessagesDirectory(folder.resolve("large-messages").toString())
			.setNodeManagerLockDirectory(folder.resolve("lock").toString())
			.setMaxDiskUsage(100)
			.setMessageExpiryScanPeriod(SCAN_MILLIS)
			.setMqttSessionScanInterval(SCAN_MILLIS)
			.setConnectionTtlCheckInterval(SCAN_MILLIS)
			.setCriticalAnalyzer(false);
		configuration.setBrokerInstance(folder.toFile());
		configuration.addAcceptorConfiguration(
				new TransportConfiguration(NettyAcceptorFactory.class.getName(), acceptor(settings, port), ACCEPTOR));
		configuration.addAddressSetting("#", new AddressSettings().setMaxDeliveryAttempts(-1));
		return configuration;
	}

	private static Map<String, Object> acceptor(MqttTestBrokerBuilder settings, int port) {
		Map<String, Object> acceptor = new HashMap<>();
		acceptor.put(TransportConstants.HOST_PROP_NAME, "127.0.0.1");
		acceptor.put(TransportConstants.PORT_PROP_NAME, port);
		acceptor.put(TransportConstants.PROTOCOLS_PROP_NAME, "MQTT");
		if (settings.keyStore != null) {
			acceptor.put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
			acceptor.put(TransportConstants.KEYSTORE_PATH_PROP_NAME, settings.keyStore.toString());
			acceptor.put(TransportConstants.KEYSTORE_PASSWORD_PROP_NAME, settings.keyStorePassword);
			acceptor.put(TransportConstants.KEYSTORE_TYPE_PROP_NAME, "PKCS12");
		}
		if (settings.trustStore != null) {
			acceptor.put(TransportConstants.NEED_CLIENT_AUTH_PROP_NAME, true);
			acceptor.put(TransportConstants.TRUSTSTORE_PATH_PROP_NAME, settings.trustStore.toString());
			acceptor.put(TransportConstants.TRUSTSTORE_PASSWORD_PROP_NAME, settings.trustStorePassword);
			acceptor.put(TransportConstants.TRUSTSTORE_TYPE_PROP_NAME, "PKCS12");
		}
		return acceptor;
	}

}
