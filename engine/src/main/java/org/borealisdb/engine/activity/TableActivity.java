package org.borealisdb.engine.activity;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was done with a table. Statements add what they have counted when they end, so that a row costs none of this. A sum that is read while others add is not of one moment. Safe for use by all tasks.
 */
public final class TableActivity {
    private final ReadActivity reads = new ReadActivity();
    private final LongAdder inserted = new LongAdder();
    private final LongAdder updated = new LongAdder();
    private final LongAdder deleted = new LongAdder();
    private final LongAdder live = new LongAdder();
    private final LongAdder dead = new LongAdder();
    private final LongAdder changedSinceAnalyze = new LongAdder();
    private final Analyses analyses = new Analyses();
    private final Analyses automaticAnalyses = new Analyses();
    private final Map<Long, ReadActivity> indexes = new ConcurrentHashMap<>();

    /** Returns how often the whole table was read. */
    public ReadActivity reads() {
        return reads;
    }

    /** Returns what was done with an index of the table, by its catalog object. */
    public ReadActivity index(long objectId) {
        return indexes.computeIfAbsent(objectId, _ -> new ReadActivity());
    }

    /** Returns what was done with an index of the table, if anything was. */
    public Optional<ReadActivity> knownIndex(long objectId) {
        return Optional.ofNullable(indexes.get(objectId));
    }

    /** Counts changes when they are made, whatever becomes of them. */
    public void changed(ChangedRows rows) {
        inserted.add(rows.inserted());
        updated.add(rows.updated());
        deleted.add(rows.deleted());
    }

    /** Counts changes when their transaction ends. */
    public void ended(ChangedRows rows, boolean committed) {
        if (committed) {
            if (rows.isEmptied()) {
                live.reset();
                dead.reset();
            }
            live.add(rows.inserted() - rows.deleted());
            dead.add(rows.updated() + rows.deleted());
            changedSinceAnalyze.add(rows.inserted() + rows.updated() + rows.deleted());
        } else {
            dead.add(rows.inserted() + rows.updated());
        }
    }

    /**
     * The table was analyzed.
     *
     * @param rows how many it has
     * @param whole all of its columns were
     */
    public void analyzed(long rows, boolean whole) {
        live.reset();
        live.add(rows);
        dead.reset();
        if (whole) {
            changedSinceAnalyze.reset();
        }
    }

    /** Begins anew. */
    public void reset() {
        for (LongAdder each : new LongAdder[] {inserted, updated, deleted, live, dead, changedSinceAnalyze}) {
            each.reset();
        }
        reads.reset();
        indexes.values().forEach(ReadActivity::reset);
        analyses.reset();
        automaticAnalyses.reset();
    }

    public long inserted() {
        return inserted.sum();
    }

    public long updated() {
        return updated.sum();
    }

    public long deleted() {
        return deleted.sum();
    }

    public long live() {
        return Math.max(0, live.sum());
    }

    public long dead() {
        return Math.max(0, dead.sum());
    }

    public long changedSinceAnalyze() {
        return changedSinceAnalyze.sum();
    }

    /** Those that somebody asked for. */
    public Analyses analyses() {
        return analyses;
    }

    /** Those that nobody asked for. */
    public Analyses automaticAnalyses() {
        return automaticAnalyses;
    }
}
