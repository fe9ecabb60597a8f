package io.mqttdriver.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A PKCS#12 file with a self-signed key, made by the JDK's keytool at test time.
 */
record KeyFile(Path path) {

	static final String PASSWORD = "changeit";

	static KeyFile create(Path folder, String name, String san) throws IOException, InterruptedException {
		Path file = folder.resolve(name + ".p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "key", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=" + san,
				"-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD)
			.redirectErrorStream(true)
			.start();
		String output = new String(keytool.getInputStream().readAllBytes());
		if (keytool.waitFor() != 0) {
			throw new IOException(output);
		}
		return new KeyFile(file);
	}

	/** For a server that shows this key, and trusts another. */
	SSLContext trusting(KeyFile other) throws IOException, GeneralSecurityException {
		KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		own.init(load(), PASSWORD.toCharArray());
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(other.load());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
		return context;
	}

	/** The properties of a bundle with this key that trusts another. */
	String[] bundle(String name, KeyFile trusted) {
		String prefix = "spring.ssl.bundle.jks." + name + ".";
		return new String[] { prefix + "keystore.location=file:" + this.path, prefix + "keystore.type=PKCS12",
				prefix + "keystore.password=" + PASSWORD, prefix + "truststore.location=file:" + trusted.path,
				prefix + "truststore.type=PKCS12", prefix + "truststore.password=" + PASSWORD };
	}

	private KeyStore load() throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(this.path)) {
			store.load(in, PASSWORD.toCharArray());
		}
		return store;
	}

}
