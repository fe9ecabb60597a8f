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
record Keys(KeyStore store, String trusted) {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private static final String AUTHORITY = "authority";

	static Keys create(Path folder, String name, String san) throws Exception {
		Path file = folder.resolve(name + ".p12");
		keytool(file, "key", name, "-ext", "san=" + san);
		return new Keys(load(file), "key");
	}

	/** A key whose certificate ran out two days ago; its authority is trusted. */
	static Keys expired(Path folder, String name, String san) throws Exception {
		Path file = folder.resolve(name + ".p12");
		keytool(file, AUTHORITY, "authority", "-ext", "bc:c");
		keytool(file, "key", name, "-ext", "san=" + san, "-startdate", "-3d", "-validity", "1", "-signer", AUTHORITY);
		return new Keys(load(file), AUTHORITY);
	}

	private static void keytool(Path file, String alias, String name, String... more) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
						alias, "-keyalg", "EC", "-dname", "CN=" + name, "-storetype", "PKCS12", "-keystore",
						file.toString(), "-storepass", new String(PASSWORD)));
		command.addAll(List.of(more));
		Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(keytool.getInputStream().readAllBytes());
		if (keytool.waitFor() != 0) {
			throw new IOException(output);
		}
	}

	private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			store.load(in, PASSWORD);
		}
		return store;
	}

	/** Speaks with this key, and trusts another. */
	SSLContext trusting(Keys other) throws IOException, GeneralSecurityException {
		KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		own.init(onlyKey(), PASSWORD);
		return context(own.getKeyManagers(), other);
	}

	private KeyStore onlyKey() throws IOException, GeneralSecurityException {
		KeyStore only = KeyStore.getInstance("PKCS12");
		only.load(null, null);
		only.setKeyEntry("key", this.store.getKey("key", PASSWORD), PASSWORD, this.store.getCertificateChain("key"));
		return only;
	}

	/** Has no key of its own, and trusts this one. */
	SSLContext trustOnly() throws IOException, GeneralSecurityException {
		return context(new KeyManager[0], this);
	}

	private static SSLContext context(KeyManager[] own, Keys trusted) throws IOException, GeneralSecurityException {
		KeyStore authorities = KeyStore.getInstance("PKCS12");
		authorities.load(null, null);
		authorities.setCertificateEntry("trusted", trusted.store.getCertificate(trusted.trusted));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(authorities);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(own, trust.getTrustManagers(), null);
		return context;
	}

}
