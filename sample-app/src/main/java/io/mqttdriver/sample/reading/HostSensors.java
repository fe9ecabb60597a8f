package io.mqttdriver.sample.reading;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.Sensors;
import oshi.software.os.FileSystem;
import oshi.software.os.OSFileStore;

import org.springframework.stereotype.Component;

/**
 * Reads this computer's figures. What it doesn't have is left out. Keeps what rates are
 * counted from, so only one thread may read at a time.
 */
@Component
class HostSensors {

	private final Clock clock;

	private final CentralProcessor processor;

	private final GlobalMemory memory;

	private final Sensors sensors;

	private final FileSystem fileSystem;

	private final NetworkSensor network;

	private long[] processorTicks;

	HostSensors(SystemInfo system, Clock clock) {
		this.clock = clock;
		this.processor = system.getHardware().getProcessor();
		this.memory = system.getHardware().getMemory();
		this.sensors = system.getHardware().getSensors();
		this.fileSystem = system.getOperatingSystem().getFileSystem();
		this.network = new NetworkSensor(system.getHardware().getNetworkIFs());
		this.processorTicks = this.processor.getSystemCpuLoadTicks();
	}

	List<Reading> read() {
		Instant now = this.clock.instant();
		List<Reading> readings = new ArrayList<>();
		readings.add(processor(now));
		readings.add(new MemoryReading(now, this.memory.getTotal(), this.memory.getAvailable()));
		double celsius = this.sensors.getCpuTemperature();
		if (celsius > 0) {
			readings.add(new TemperatureReading(now, celsius));
		}
		for (OSFileStore store : this.fileSystem.getFileStores(true)) {
			if (isWritableDisk(store)) {
				readings.add(new DiskReading(now, TopicLevel.of(store.getMount()), store.getTotalSpace(),
						store.getUsableSpace()));
			}
		}
		readings.addAll(this.network.read(now));
		return readings;
	}

	private ProcessorReading processor(Instant now) {
		long[] before = this.processorTicks;
		this.processorTicks = this.processor.getSystemCpuLoadTicks();
		return new ProcessorReading(now, 100 * this.processor.getSystemCpuLoadBetweenTicks(before));
	}

	/** A file system in memory is no disk, and a read-only one is always full. */
	private static boolean isWritableDisk(OSFileStore store) {
		List<String> options = List.of(store.getOptions().toLowerCase(Locale.ROOT).split(","));
		return store.getTotalSpace() > 0 && !store.getType().equals("tmpfs") && !options.contains("ro");
	}

}
