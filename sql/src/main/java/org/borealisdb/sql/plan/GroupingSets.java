package org.borealisdb.sql.plan;

import java.util.List;
import java.util.stream.IntStream;

/**
 * By which of a plan's keys rows are grouped, once for each set.
 *
 * @param sets places of the keys that count; the others are NULL in the set's groups
 * @param questions of each GROUPING, the places of the keys that it asks about
 */
public record GroupingSets(List<List<Integer>> sets, List<List<Integer>> questions) {
    /** Copies the lists. */
    public GroupingSets {
        sets = sets.stream().map(List::copyOf).toList();
        questions = questions.stream().map(List::copyOf).toList();
    }

    /** Returns the one set of all keys. */
    public static GroupingSets all(int keys) {
        return new GroupingSets(List.of(IntStream.range(0, keys).boxed().toList()), List.of());
    }

    /** Returns whether it is the one set of all keys, with nothing asked about it. */
    public boolean isPlain(int keys) {
        return equals(all(keys));
    }

    /** Returns what a GROUPING answers for groups of a set: a bit for each key, the last one lowest, which is 1 if it does not count. */
    public long answer(int question, int set) {
        long bits = 0;
        for (int key : questions.get(question)) {
            bits = bits << 1 | (sets.get(set).contains(key) ? 0 : 1);
        }
        return bits;
    }
}
