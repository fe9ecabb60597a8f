package io.mqttdriver.test;

import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.util.concurrent.ScheduledFuture;

/**
 * How fast one connection is read: as it comes, a little at a time, or not at all while
 * paused. First in the pipeline, for decoders ask to read on in the middle of a packet.
 * Used by the broker's thread alone.
 */
final class Intake extends ChannelOutboundHandlerAdapter {

	private static final int TICKS_PER_SECOND = 100;

	private final Channel channel;

	private final boolean throttled;

	private boolean paused;

	private boolean ticking;

	Intake(Channel channel, int bytesPerSecond) {
		this.channel = channel;
		this.throttled = bytesPerSecond > 0;
		if (this.throttled) {
			channel.config().setAutoRead(false);
			int bytes = Math.max(1, bytesPerSecond / TICKS_PER_SECOND);
			channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(bytes).maxMessagesPerRead(1));
		}
	}

	void start() {
		if (this.throttled) {
			long period = TimeUnit.SECONDS.toNanos(1) / TICKS_PER_SECOND;
			ScheduledFuture<?> ticks = this.channel.eventLoop()
				.scheduleAtFixedRate(this::tick, period, period, TimeUnit.NANOSECONDS);
			this.channel.closeFuture().addListener((closed) -> ticks.cancel(false));
		}
	}

	private void tick() {
		this.ticking = true;
		this.channel.read();
		this.ticking = false;
	}

	@Override
	public void read(ChannelHandlerContext context) {
		if (!this.paused && (this.ticking || !this.throttled)) {
			context.read();
		}
	}

	void pause() {
		this.paused = true;
		this.channel.config().setAutoRead(false);
	}

	void resume() {
		this.paused = false;
		this.channel.config().setAutoRead(!this.throttled);
	}

}
