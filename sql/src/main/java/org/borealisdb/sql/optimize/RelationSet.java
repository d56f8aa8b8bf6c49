package org.borealisdb.sql.optimize;

import java.util.Arrays;
import java.util.BitSet;

/** Some of a graph's relations, by their places. Immutable. */
final class RelationSet {
    /** No relation. */
    static final RelationSet NONE = new RelationSet(new long[0]);

    /** A bit for each place; the last word is not zero. */
    private final long[] words;

    private RelationSet(long[] words) {
        this.words = words;
    }

    /** Returns the set of the relation at a place. */
    static RelationSet of(int place) {
        long[] words = new long[place / Long.SIZE + 1];
        words[place / Long.SIZE] = 1L << place;
        return new RelationSet(words);
    }

    /** Returns the set of some places. */
    static RelationSet of(BitSet places) {
        return new RelationSet(places.toLongArray());
    }

    /** Returns this and what is in another. */
    RelationSet with(RelationSet other) {
        boolean longer = words.length >= other.words.length;
        long[] more = longer ? words : other.words;
        long[] less = longer ? other.words : words;
        long[] all = more.clone();
        for (int i = 0; i < less.length; i++) {
            all[i] |= less[i];
        }
        return new RelationSet(all);
    }

    /** Returns this without what is in another. */
    RelationSet without(RelationSet other) {
        long[] rest = words.clone();
        int length = 0;
        for (int i = 0; i < rest.length; i++) {
            rest[i] &= i < other.words.length ? ~other.words[i] : -1;
            length = rest[i] != 0 ? i + 1 : length;
        }
        return length == rest.length ? new RelationSet(rest) : new RelationSet(Arrays.copyOf(rest, length));
    }

    boolean isEmpty() {
        return words.length == 0;
    }

    boolean has(int place) {
        int word = place / Long.SIZE;
        return word < words.length && (words[word] & 1L << place) != 0;
    }

    /** Returns whether all of this is in another. */
    boolean isWithin(RelationSet other) {
        return isWithin(other, other);
    }

    /** Returns whether all of this is in one or the other. */
    boolean isWithin(RelationSet one, RelationSet other) {
        for (int i = 0; i < words.length; i++) {
            long rest = words[i];
            rest &= i < one.words.length ? ~one.words[i] : -1;
            rest &= i < other.words.length ? ~other.words[i] : -1;
            if (rest != 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether something is in both. */
    boolean meets(RelationSet other) {
        for (int i = 0; i < Math.min(words.length, other.words.length); i++) {
            if ((words[i] & other.words[i]) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns how many relations there are. */
    int size() {
        int size = 0;
        for (long word : words) {
            size += Long.bitCount(word);
        }
        return size;
    }

    /** Returns the place of the only relation, or -1 if there are none or several. */
    int single() {
        return size() == 1 ? first() : -1;
    }

    /** Returns the first place, or -1 if there is none. */
    int first() {
        return next(0);
    }

    /** Returns the first place at or after one, or -1 if there is none. */
    int next(int from) {
        int word = from / Long.SIZE;
        if (word >= words.length) {
            return -1;
        }
        long rest = words[word] & -1L << from;
        while (rest == 0) {
            if (++word == words.length) {
                return -1;
            }
            rest = words[word];
        }
        return word * Long.SIZE + Long.numberOfTrailingZeros(rest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RelationSet set && Arrays.equals(words, set.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }
}
