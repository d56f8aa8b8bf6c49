package org.borealisdb.sql.execute;

import java.util.Locale;

/** What hash tables have in common. */
final class HashTables {
    /** About what a table takes for an entry, apart from key and value. */
    static final int ENTRY_BYTES = 56;

    private HashTables() {}

    /** Returns what EXPLAIN shows of a table whose rows went to disk when there was no room for them. */
    static String shown(SpilledWork work, long peakBytes) {
        String batches = String.format(
                Locale.ROOT, "Batches: %d  Memory Usage: %dkB", work.batches(), PlanMeasure.kilobytes(peakBytes));
        return work.diskBytes() == 0
                ? batches
                : batches + "  Disk Usage: " + PlanMeasure.kilobytes(work.diskBytes()) + "kB";
    }
}
