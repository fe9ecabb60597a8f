package io.mqttdriver.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket and the one thread of a {@link FakeMqttBroker}. Its methods may be
 * called from any thread; starting and stopping exclude each other.
 */
final class FakeServer {

	private final FakeMqttBrokerBuilder settings;

	private final BiFunction<SocketChannel, Intake, FakeConnection> handlers;

	private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1,
			new DefaultThreadFactory("fake-mqtt-broker", true), NioIoHandler.newFactory());

	private final Set<Channel> children = ConcurrentHashMap.newKeySet();

	private volatile int port;

	private @Nullable Channel listening;

	private @Nullable PortReservation reservation;

	private boolean closed;

	FakeServer(FakeMqttBrokerBuilder settings, BiFunction<SocketChannel, Intake, FakeConnection> handlers) {
		this.settings = settings;
		this.handlers = handlers;
		this.port = settings.port;
	}

	int port() {
		return this.port;
	}

	synchronized void listen() {
		if (this.listening != null) {
			return;
		}
		release();
		ServerBootstrap bootstrap = new ServerBootstrap().group(this.group)
			.channel(NioServerSocketChannel.class)
			.option(ChannelOption.SO_REUSEADDR, true)
			.childOption(ChannelOption.ALLOW_HALF_CLOSURE, false)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(new ChannelInitializer<SocketChannel>() {
				@Override
				protected void initChannel(SocketChannel channel) {
					prepare(channel);
				}
			});
		if (this.settings.receiveBuffer > 0) {
			bootstrap.option(ChannelOption.SO_RCVBUF, this.settings.receiveBuffer);
		}
		this.listening = bootstrap.bind(new InetSocketAddress("127.0.0.1", this.port)).syncUninterruptibly().channel();
		this.port = ((InetSocketAddress) this.listening.localAddress()).getPort();
	}

	private void prepare(SocketChannel channel) {
		this.children.add(channel);
		channel.closeFuture().addListener((closed) -> this.children.remove(channel));
		Intake intake = new Intake(channel, this.settings.bytesPerSecond);
		channel.pipeline().addLast(intake);
		SSLContext tls = this.settings.tls;
		if (tls != null) {
			SSLEngine engine = tls.createSSLEngine();
			engine.setUseClientMode(false);
			engine.setNeedClientAuth(this.settings.needClientAuth);
			channel.pipeline().addLast(new SslHandler(engine));
		}
		channel.pipeline()
			.addLast(new MqttDecoder(this.settings.maximumFrame), MqttEncoder.INSTANCE,
					this.handlers.apply(channel, intake));
	}

	synchronized void stop() {
		Channel channel = this.listening;
		if (channel == null) {
			return;
		}
		this.listening = null;
		channel.close().syncUninterruptibly();
		call(() -> {
			this.children.forEach((child) -> child.unsafe().close(child.unsafe().voidPromise()));
			return true;
		});
		reserve();
	}

	/** A selector closes its sockets on its next round, so the port may need some. */
	private void reserve() {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
		while (this.reservation == null) {
			try {
				this.reservation = new PortReservation(this.port);
			}
			catch (IOException ex) {
				if (System.nanoTime() > deadline) {
					throw new UncheckedIOException("Port " + this.port + " is still in use after stop()", ex);
				}
				call(() -> true);
			}
		}
	}

	private void release() {
		try {
			if (this.reservation != null) {
				this.reservation.close();
				this.reservation = null;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Can't free port " + this.port, ex);
		}
	}

	synchronized void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		stop();
		release();
		this.group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
	}

	/** Runs on the broker's thread and waits for the result. */
	<T> T call(Callable<T> action) {
		if (this.group.next().inEventLoop()) {
			return direct(action);
		}
		return this.group.next().submit(action).syncUninterruptibly().getNow();
	}

	private static <T> T direct(Callable<T> action) {
		try {
			return action.call();
		}
		catch (Exception ex) {
			throw new IllegalStateException("The fake broker failed in an answer", ex);
		}
	}

}
