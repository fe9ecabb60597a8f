package io.mqttdriver.sample.reading;

import java.time.Instant;

/**
 * The space on a disk.
 *
 * @param time when it was read
 * @param disk the disk's name, a topic level
 * @param totalBytes all space
 * @param usableBytes what may still be written
 */
public record DiskReading(Instant time, String disk, long totalBytes, long usableBytes) implements Reading {

	@Override
	public String subtopic() {
		return "disks/" + this.disk;
	}

}
