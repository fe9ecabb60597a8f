package io.mqttdriver.sample.figure;

import java.util.Comparator;

/**
 * What can be measured over and over, such as the load of one host's processors.
 *
 * @param host the host
 * @param name the kind with its unit; after a colon which one, if a host has several:
 * {@code memory-percent}, {@code disk-percent:root}
 */
public record Figure(String host, String name) implements Comparable<Figure> {

	private static final Comparator<Figure> ORDER = Comparator.comparing(Figure::host).thenComparing(Figure::name);

	/**
	 * What the figure has in common with those of the host's other disks or interfaces.
	 * @return the name up to the colon
	 */
	public String kind() {
		int colon = this.name.indexOf(':');
		return (colon < 0) ? this.name : this.name.substring(0, colon);
	}

	@Override
	public int compareTo(Figure other) {
		return ORDER.compare(this, other);
	}

}
