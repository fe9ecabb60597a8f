package io.mqttdriver.topic;

/**
 * Reads a topic name or the pattern of a filter level by level, without splitting it. The
 * one place that knows what a level is, what each wildcard takes, and that a leading
 * wildcard does not take a first level beginning with {@code $} (MQTT 5, 4.7.2). As no
 * topic is empty, {@code #} is read as {@code +/#} and {@code /#} as {@code /+/#}, which
 * match the same topics; so only {@code +} has to know of {@code $}. A cursor: for one
 * thread.
 */
final class Levels {

	private final String text;

	private final boolean wildcards;

	private Kind kind = Kind.END;

	private int index = -1;

	private int start;

	private int end;

	private int hash;

	private Levels(String text, boolean wildcards) {
		this.text = text;
		this.wildcards = wildcards;
		this.end = text.isEmpty() ? 0 : -1;
	}

	/** In a topic, {@code +} and {@code #} are characters like others. */
	static Levels ofTopic(String topic) {
		return new Levels(topic, false);
	}

	static Levels ofPattern(String pattern) {
		return new Levels(pattern, true);
	}

	/** Goes to the next level, or to the end. An empty text has no level. */
	boolean next() {
		if (this.end == this.text.length()) {
			this.kind = Kind.END;
			return false;
		}
		this.index++;
		this.start = this.end + 1;
		scan();
		this.kind = kindOfLevel();
		if (this.kind == Kind.REST && isParentEmpty()) {
			this.kind = Kind.ONE;
			this.end = this.start - 1;
		}
		return true;
	}

	private boolean isParentEmpty() {
		return this.index <= 1 && this.start == this.index;
	}

	private void scan() {
		int position = this.start;
		int code = 0;
		while (position < this.text.length() && this.text.charAt(position) != '/') {
			code = 31 * code + this.text.charAt(position++);
		}
		this.end = position;
		this.hash = code;
	}

	private Kind kindOfLevel() {
		if (this.wildcards && this.end == this.start + 1) {
			return switch (this.text.charAt(this.start)) {
				case '+' -> Kind.ONE;
				case '#' -> Kind.REST;
				default -> Kind.LITERAL;
			};
		}
		return Kind.LITERAL;
	}

	boolean isEnd() {
		return this.kind == Kind.END;
	}

	boolean isOne() {
		return this.kind == Kind.ONE;
	}

	boolean isRest() {
		return this.kind == Kind.REST;
	}

	/** Whether the current level is the last one. */
	boolean isLast() {
		return this.end == this.text.length();
	}

	/** The number of the current level, from 0. */
	int index() {
		return this.index;
	}

	String level() {
		return this.text.substring(this.start, this.end);
	}

	String remaining() {
		return this.text.substring(this.start);
	}

	/** The hash code that {@link #level()} would have. */
	int hash() {
		return this.hash;
	}

	boolean is(String literal) {
		return literal.length() == this.end - this.start && this.text.startsWith(literal, this.start);
	}

	/** Whether this level, a literal, is hidden from wildcards. */
	boolean isHidden() {
		return this.kind == Kind.LITERAL && isHidden(this.text, this.start);
	}

	/** Whether the literal, standing at this level's place, is hidden from wildcards. */
	boolean isHidden(String literal) {
		return isHidden(literal, 0);
	}

	private boolean isHidden(String literal, int from) {
		return this.index == 0 && literal.startsWith("$", from);
	}

	/** Whether this one level takes every level that the other takes. */
	boolean covers(Levels other) {
		if (this.kind == Kind.ONE) {
			return other.kind == Kind.ONE || (other.kind == Kind.LITERAL && !other.isHidden());
		}
		return this.kind == Kind.LITERAL && other.kind == Kind.LITERAL
				&& this.end - this.start == other.end - other.start
				&& this.text.regionMatches(this.start, other.text, other.start, this.end - this.start);
	}

	/** Whether some level is taken by both. */
	boolean meets(Levels other) {
		return covers(other) || other.covers(this);
	}

	private enum Kind {

		LITERAL, ONE, REST, END

	}

}
