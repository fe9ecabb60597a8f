package io.mqttdriver.topic;

import java.util.Arrays;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * A persistent map from the text of a level to a value: a change copies a few small
 * arrays, whatever the size, and a look-up needs no string for the level. A hash trie of
 * five bits a step. Immutable, for any thread.
 *
 * @param <T> the type of the values
 */
sealed interface LevelMap<T> permits LevelMap.Branch, LevelMap.Leaf {

	static <T> LevelMap<T> empty() {
		return Branch.empty();
	}

	default @Nullable T get(Levels level) {
		return get(level, 0);
	}

	/** With this value in place of the one that the key had, if any. */
	default LevelMap<T> with(String key, T value) {
		return with(new Leaf<>(key, value, null), 0);
	}

	default LevelMap<T> without(String key) {
		LevelMap<T> left = without(key, 0);
		return (left != null) ? left : empty();
	}

	boolean isEmpty();

	void forEach(BiConsumer<String, T> action);

	@Nullable T get(Levels level, int shift);

	LevelMap<T> with(Leaf<T> entry, int shift);

	/** Without the key; null if nothing is left. */
	@Nullable LevelMap<T> without(String key, int shift);

	/** Up to 32 maps, told apart by five bits of the hash. */
	final class Branch<T> implements LevelMap<T> {

		private static final int BITS = 5;

		private final int bitmap;

		private final LevelMap<T>[] slots;

		private Branch(int bitmap, LevelMap<T>[] slots) {
			this.bitmap = bitmap;
			this.slots = slots;
		}

		@SuppressWarnings("unchecked")
		private static <T> Branch<T> empty() {
			return new Branch<>(0, (LevelMap<T>[]) new LevelMap<?>[0]);
		}

		@Override
		public @Nullable T get(Levels level, int shift) {
			int bit = bit(level.hash(), shift);
			return has(bit) ? this.slots[slot(bit)].get(level, shift + BITS) : null;
		}

		@Override
		public LevelMap<T> with(Leaf<T> entry, int shift) {
			int bit = bit(entry.hash(), shift);
			int slot = slot(bit);
			if (has(bit)) {
				return replace(slot, this.slots[slot].with(entry, shift + BITS));
			}
			LevelMap<T>[] more = Arrays.copyOf(this.slots, this.slots.length + 1);
			System.arraycopy(this.slots, slot, more, slot + 1, this.slots.length - slot);
			more[slot] = entry;
			return new Branch<>(this.bitmap | bit, more);
		}

		@Override
		public @Nullable LevelMap<T> without(String key, int shift) {
			int bit = bit(key.hashCode(), shift);
			if (!has(bit)) {
				return this;
			}
			int slot = slot(bit);
			LevelMap<T> left = this.slots[slot].without(key, shift + BITS);
			if (this.slots.length == 1) {
				return (left instanceof Branch<T>) ? replace(slot, left) : left;
			}
			return (left != null) ? replace(slot, left) : shorten(bit, slot);
		}

		private LevelMap<T> shorten(int bit, int slot) {
			LevelMap<T>[] fewer = Arrays.copyOf(this.slots, this.slots.length - 1);
			System.arraycopy(this.slots, slot + 1, fewer, slot, fewer.length - slot);
			boolean lonelyLeaf = fewer.length == 1 && fewer[0] instanceof Leaf<T>;
			return lonelyLeaf ? fewer[0] : new Branch<>(this.bitmap & ~bit, fewer);
		}

		private LevelMap<T> replace(int slot, LevelMap<T> map) {
			if (map == this.slots[slot]) {
				return this;
			}
			LevelMap<T>[] copy = this.slots.clone();
			copy[slot] = map;
			return new Branch<>(this.bitmap, copy);
		}

		@Override
		public void forEach(BiConsumer<String, T> action) {
			for (LevelMap<T> slot : this.slots) {
				slot.forEach(action);
			}
		}

		@Override
		public boolean isEmpty() {
			return this.slots.length == 0;
		}

		private boolean has(int bit) {
			return (this.bitmap & bit) != 0;
		}

		private int slot(int bit) {
			return Integer.bitCount(this.bitmap & (bit - 1));
		}

		private static int bit(int hash, int shift) {
			return 1 << (hash >>> shift);
		}

	}

	/** One key, and those that have the same hash. */
	record Leaf<T>(String key, T value, @Nullable Leaf<T> next) implements LevelMap<T> {

		@Override
		public boolean isEmpty() {
			return false;
		}

		int hash() {
			return this.key.hashCode();
		}

		@Override
		public @Nullable T get(Levels level, int shift) {
			for (Leaf<T> leaf = this; leaf != null; leaf = leaf.next) {
				if (level.is(leaf.key)) {
					return leaf.value;
				}
			}
			return null;
		}

		@Override
		public LevelMap<T> with(Leaf<T> entry, int shift) {
			if (entry.hash() == hash()) {
				return new Leaf<>(entry.key, entry.value, without(entry.key, shift));
			}
			return LevelMap.<T>empty().with(this, shift).with(entry, shift);
		}

		@Override
		public @Nullable Leaf<T> without(String key, int shift) {
			if (this.key.equals(key)) {
				return this.next;
			}
			Leaf<T> left = (this.next != null) ? this.next.without(key, shift) : null;
			return (left == this.next) ? this : new Leaf<>(this.key, this.value, left);
		}

		@Override
		public void forEach(BiConsumer<String, T> action) {
			for (Leaf<T> leaf = this; leaf != null; leaf = leaf.next) {
				action.accept(leaf.key, leaf.value);
			}
		}

	}

}
