package io.mqttdriver.benchmark.fault.field;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FaultyProxyTests {

	private static final int LONG = 10_000;

	private static final int SHORT = 100;

	private ServerSocket server;

	private FaultyProxy proxy;

	@BeforeEach
	void start() throws IOException {
		this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		this.server.setSoTimeout(LONG);
		this.proxy = FaultyProxy.start(this.server.getLocalPort());
	}

	@AfterEach
	void stop() throws IOException {
		this.proxy.close();
		this.server.close();
	}

	@Test
	void whatIsSentGetsThroughInBothDirections() throws IOException {
		try (Socket client = connect(); Socket accepted = this.server.accept()) {
			send(client, 1);
			assertThat(receive(accepted)).isEqualTo(1);
			send(accepted, 2);
			assertThat(receive(client)).isEqualTo(2);
		}
	}

	@Test
	void aResetIsSeenOnBothSides() throws IOException {
		try (Socket client = connect(); Socket accepted = this.server.accept()) {
			send(client, 1);
			receive(accepted);
			this.proxy.reset();
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> receive(client));
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> receive(accepted));
		}
	}

	@Test
	void aPartitionSwallowsWithoutAWordAndForGood() throws IOException {
		try (Socket client = connect(); Socket accepted = this.server.accept()) {
			send(client, 1);
			receive(accepted);
			this.proxy.partition();
			send(client, 2);
			assertSilent(accepted);
			this.proxy.heal();
			send(client, 3);
			assertSilent(accepted);
			send(accepted, 4);
			assertSilent(client);
		}
	}

	@Test
	void aCallerWhoWaitsIsPutThroughWhenThePartitionHeals() throws IOException {
		this.proxy.partition();
		try (Socket client = connect()) {
			send(client, 1);
			assertNobodyCalls();
			this.proxy.heal();
			this.server.setSoTimeout(LONG);
			try (Socket accepted = this.server.accept()) {
				assertThat(receive(accepted)).isEqualTo(1);
			}
		}
	}

	@Test
	void aCallerWhoHungUpInThePartitionIsNotPutThrough() throws IOException {
		this.proxy.partition();
		try (Socket client = connect()) {
			send(client, 1);
		}
		assertNobodyCalls();
		this.proxy.heal();
		assertNobodyCalls();
	}

	private void assertNobodyCalls() throws IOException {
		this.server.setSoTimeout(SHORT);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> this.server.accept());
	}

	private static void assertSilent(Socket socket) throws IOException {
		socket.setSoTimeout(SHORT);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.getInputStream().read());
	}

	private Socket connect() throws IOException {
		return new Socket(InetAddress.getLoopbackAddress(), this.proxy.port());
	}

	private static void send(Socket socket, int value) throws IOException {
		socket.getOutputStream().write(value);
	}

	private static int receive(Socket socket) throws IOException {
		socket.setSoTimeout(LONG);
		return socket.getInputStream().read();
	}

}
