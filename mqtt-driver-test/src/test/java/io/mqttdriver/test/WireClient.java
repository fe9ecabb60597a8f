package io.mqttdriver.test;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A client of bytes: sends packets by hand, reads whole ones.
 */
final class WireClient implements AutoCloseable {

	final Socket socket;

	private final DataInputStream in;

	WireClient(int port) throws IOException {
		this.socket = new Socket("127.0.0.1", port);
		this.socket.setSoTimeout(10_000);
		this.in = new DataInputStream(this.socket.getInputStream());
	}

	static WireClient connected(int port) throws IOException {
		WireClient client = new WireClient(port);
		client.connect("raw");
		client.readPacket();
		return client;
	}

	void connect(String clientId) throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		body.write(new byte[] { 0, 4, 'M', 'Q', 'T', 'T', 5, 2, 0, 0, 0, 0, (byte) clientId.length() });
		body.write(clientId.getBytes(StandardCharsets.US_ASCII));
		send(0x10, body.toByteArray());
	}

	void publishQos1(int packetId, String topic) throws IOException {
		publish(0x32, packetId, topic);
	}

	void publishQos2(int packetId, String topic) throws IOException {
		publish(0x34, packetId, topic);
	}

	private void publish(int header, int packetId, String topic) throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		body.write(new byte[] { 0, (byte) topic.length() });
		body.write(topic.getBytes(StandardCharsets.US_ASCII));
		body.write(new byte[] { 0, (byte) packetId, 0, 'x' });
		send(header, body.toByteArray());
	}

	void subscribe(int packetId, String filter, int options) throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		body.write(new byte[] { 0, (byte) packetId, 0, 0, (byte) filter.length() });
		body.write(filter.getBytes(StandardCharsets.US_ASCII));
		body.write(options);
		send(0x82, body.toByteArray());
	}

	void ping() throws IOException {
		send(0xC0, new byte[0]);
	}

	void send(int header, byte[] body) throws IOException {
		ByteArrayOutputStream packet = new ByteArrayOutputStream();
		packet.write(header);
		packet.write(body.length);
		packet.write(body);
		sendBytes(packet.toByteArray());
	}

	void sendBytes(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
	}

	/** A packet of up to 127 bytes as unsigned numbers in hex, "40 02 00 07". */
	String readPacket() throws IOException {
		int header = this.in.readUnsignedByte();
		int length = this.in.readUnsignedByte();
		StringBuilder text = new StringBuilder(String.format("%02X %02X", header, length));
		for (int i = 0; i < length; i++) {
			text.append(String.format(" %02X", this.in.readUnsignedByte()));
		}
		return text.toString();
	}

	int read() throws IOException {
		return this.in.read();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
