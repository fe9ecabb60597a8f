package io.mqttdriver.benchmark.fault.field;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * As much of MQTT 5 as it takes to publish one message after the other with QoS 1,
 * written out, so that none of the clients compared has a say. For one thread.
 */
final class PlainConnection implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 5_000;

	private static final int CONNECT = 0x10;

	private static final int PUBLISH_QOS_1 = 0x32;

	private static final int PUBACK = 4;

	private static final int CLEAN_START = 2;

	private final Socket socket;

	private final DataInputStream input;

	private int packetId;

	private PlainConnection(Socket socket) throws IOException {
		this.socket = socket;
		this.input = new DataInputStream(socket.getInputStream());
	}

	static PlainConnection open(int port, String clientId) throws IOException {
		Socket socket = new Socket();
		try {
			socket.setTcpNoDelay(true);
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
			PlainConnection connection = new PlainConnection(socket);
			connection.connect(clientId);
			return connection;
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
	}

	private void connect(String clientId) throws IOException {
		send(CONNECT, (body) -> {
			body.writeUTF("MQTT");
			body.writeByte(5);
			body.writeByte(CLEAN_START);
			body.writeShort(0);
			body.writeByte(0);
			body.writeUTF(clientId);
		});
		byte[] connack = readPacket();
		if (connack[2] != 0) {
			throw new IOException("refused with " + connack[2]);
		}
	}

	/** Publishes, and waits for the acknowledgement. */
	void publish(String topic, String payload) throws IOException {
		this.packetId = this.packetId % 0xFFFF + 1;
		send(PUBLISH_QOS_1, (body) -> {
			body.writeUTF(topic);
			body.writeShort(this.packetId);
			body.writeByte(0);
			body.write(payload.getBytes(StandardCharsets.UTF_8));
		});
		byte[] packet = readPacket();
		int code = (packet.length > 3) ? packet[3] & 0xFF : 0;
		if ((packet[0] & 0xFF) >> 4 != PUBACK || code >= 0x80) {
			throw new IOException("not acknowledged");
		}
	}

	private void send(int header, Content content) throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		content.writeTo(new DataOutputStream(body));
		if (body.size() > 0x7F) {
			throw new IOException("longer than this needs");
		}
		ByteArrayOutputStream packet = new ByteArrayOutputStream();
		packet.write(header);
		packet.write(body.size());
		body.writeTo(packet);
		this.socket.getOutputStream().write(packet.toByteArray());
	}

	/** The header's first byte, then the body. */
	private byte[] readPacket() throws IOException {
		int header = this.input.readUnsignedByte();
		int length = this.input.readUnsignedByte();
		if (length > 0x7F) {
			throw new IOException("longer than this needs");
		}
		byte[] packet = new byte[length + 1];
		packet[0] = (byte) header;
		this.input.readFully(packet, 1, length);
		return packet;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/** Writes a packet's body. */
	@FunctionalInterface
	private interface Content {

		void writeTo(DataOutputStream body) throws IOException;

	}

}
