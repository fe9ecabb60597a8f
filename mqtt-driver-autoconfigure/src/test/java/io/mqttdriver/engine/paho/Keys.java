package io.mqttdriver.engine.paho;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
public record Keys(KeyStore store, String trusted) {

	/** Of all files. */
	public static final String FILE_PASSWORD = "changeit";

	private static final char[] PASSWORD = FILE_PASSWORD.toCharArray();

	private static final String AUTHORITY = "authority";

	public static Keys create(Path folder, String name, String san) throws Exception {
		Path file = folder.resolve(name + ".p12");
		keytool(file, "key", name, "-ext", "san=" + san);
		return new Keys(load(file), "key");
	}

	/** A key whose certificate ran out two days ago; its authority is trusted. */
	public static Keys expired(Path folder, String name, String san) throws Exception {
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
	public SSLContext trusting(Keys other) throws IOException, GeneralSecurityException {
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
	public SSLContext trustOnly() throws IOException, GeneralSecurityException {
		return context(new KeyManager[0], this);
	}

	private KeyStore onlyTrusted() throws IOException, GeneralSecurityException {
		KeyStore authorities = KeyStore.getInstance("PKCS12");
		authorities.load(null, null);
		authorities.setCertificateEntry("trusted", this.store.getCertificate(this.trusted));
		return authorities;
	}

	/** A file with this key alone. */
	public Path keyFile(Path folder) throws IOException, GeneralSecurityException {
		return file(folder, onlyKey());
	}

	/** A file with what is to be trusted. */
	public Path trustFile(Path folder) throws IOException, GeneralSecurityException {
		return file(folder, onlyTrusted());
	}

	private static Path file(Path folder, KeyStore store) throws IOException, GeneralSecurityException {
		Path file = Files.createTempFile(folder, "store", ".p12");
		try (OutputStream out = Files.newOutputStream(file)) {
			store.store(out, PASSWORD);
		}
		return file;
	}

	private static SSLContext context(KeyManager[] own, Keys trusted) throws IOException, GeneralSecurityException {
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted.onlyTrusted());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(own, trust.getTrustManagers(), null);
		return context;
	}

}
