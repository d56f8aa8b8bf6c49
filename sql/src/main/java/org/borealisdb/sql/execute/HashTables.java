package org.borealisdb.sql.execute;

import java.util.LinkedHashMap;
import java.util.Map;
import org.borealisdb.sql.plan.ExplainValue;

/** What hash tables have in common. */
final class HashTables {
    /** About what a table takes for an entry, apart from key and value. */
    static final int ENTRY_BYTES = 56;

    private HashTables() {}

    /** Returns what EXPLAIN shows of a table whose rows went to disk when there was no room for them. */
    static Map<String, ExplainValue> shown(SpilledWork work, long peakBytes) {
        Map<String, ExplainValue> shown = new LinkedHashMap<>();
        shown.put("HashAgg Batches", PlanMeasure.number(work.batches()));
        shown.put("Peak Memory Usage", PlanMeasure.kilobytes(peakBytes));
        if (work.diskBytes() > 0) {
            shown.put("Disk Usage", PlanMeasure.kilobytes(work.diskBytes()));
        }
        return shown;
    }
}
