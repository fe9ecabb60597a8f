package io.mqttdriver.engine.paho;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed key made by the JDK's keytool at test time.
 */
record Keys(KeyStore store) {

	private static final char[] PASSWORD = "changeit".toCharArray();

	static Keys create(Path folder, String name, String san, String... more)
			throws IOException, InterruptedException, GeneralSecurityException {
		Path file = folder.resolve(name + ".p12");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
						"key", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=" + san, "-storetype", "PKCS12",
						"-keystore", file.toString(), "-storepass", new String(PASSWORD)));
		command.addAll(List.of(more));
		Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(keytool.getInputStream().readAllBytes());
		if (keytool.waitFor() != 0) {
			throw new IOException(output);
		}
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			store.load(in, PASSWORD);
		}
		return new Keys(store);
	}

	/** Speaks with this key, and trusts another. */
	SSLContext trusting(Keys other) throws IOException, GeneralSecurityException {
		KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		own.init(this.store, PASSWORD);
		return context(own.getKeyManagers(), other);
	}

	/** Has no key of its own, and trusts this one. */
	SSLContext trustOnly() throws IOException, GeneralSecurityException {
		return context(new KeyManager[0], this);
	}

	private static SSLContext context(KeyManager[] own, Keys trusted) throws IOException, GeneralSecurityException {
		KeyStore authorities = KeyStore.getInstance("PKCS12");
		authorities.load(null, null);
		authorities.setCertificateEntry("trusted", trusted.store.getCertificate("key"));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(authorities);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(own, trust.getTrustManagers(), null);
		return context;
	}

}
