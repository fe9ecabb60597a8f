package io.mqttdriver.subscription;

/**
 * The subscription identifiers of one client: {@code base + group}. Each client has other
 * ones, so that those of an older session are told apart (MQTT 5, 3.8.2.1.2: 1 to
 * 268,435,455).
 *
 * @param base added to a group
 * @param groups how many groups there are
 */
record Identifiers(int base, int groups) {

	private static final int HIGHEST = 268_435_455;

	private static final int ROOM = 1_000_000;

	int identifier(int group) {
		return this.base + group;
	}

	int group(int identifier) {
		return identifier - this.base;
	}

	boolean known(int identifier) {
		return identifier > this.base && identifier <= this.base + this.groups;
	}

	Identifiers withGroups(int groups) {
		return new Identifiers(this.base, groups);
	}

	Identifiers forNextClient() {
		int next = this.base + this.groups;
		return new Identifiers((next < HIGHEST - ROOM) ? next : 0, this.groups);
	}

}
