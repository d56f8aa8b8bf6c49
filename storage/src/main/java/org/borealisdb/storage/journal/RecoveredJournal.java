package org.borealisdb.storage.journal;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What recovery found.
 *
 * @param oldest       oldest generation that is still needed
 * @param generations  files by generation, from the oldest needed to the newest
 * @param free         files of generations that nobody needs, and unused ones
 * @param ends         where each generation ends in its file
 * @param lastEnd      where the newest generation ends in its file
 * @param lastSequence its last block, 0 if there is none
 * @param damage       why entries may be missing that were acknowledged, if so
 */
record RecoveredJournal(
        long oldest,
        SortedMap<Long, JournalFile> generations,
        List<JournalFile> free,
        SortedMap<Long, Long> ends,
        long lastEnd,
        long lastSequence,
        Optional<String> damage) {
    /** The same, damaged for another reason too, if there is one. */
    RecoveredJournal lacking(Optional<String> lost) {
        return new RecoveredJournal(oldest, generations, free, ends, lastEnd, lastSequence, damage.or(() -> lost));
    }

    /** The newest generation there is; one less than the oldest needed if there is none. */
    long newest() {
        return generations.isEmpty() ? oldest - 1 : generations.lastKey();
    }
}
