package org.borealisdb.sql.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which pages and how much of the log something used.
 *
 * @param found uses of pages that were in the cache
 * @param read uses of pages that were not
 * @param redoRecords records appended to the log
 * @param redoBytes their bytes
 */
public record ExplainUsage(long found, long read, long redoRecords, long redoBytes) {
    /** Nothing. */
    public static final ExplainUsage NONE = new ExplainUsage(0, 0, 0, 0);

    private static final String HIT = "Shared Hit Blocks";
    private static final String READ = "Shared Read Blocks";
    private static final String RECORDS = "WAL Records";
    private static final String BYTES = "WAL Bytes";

    /** What PostgreSQL counts of pages beside them: here the storage writes pages, and tables of a session are like others. */
    private static final List<String> UNUSED = List.of(
            "Shared Dirtied Blocks",
            "Shared Written Blocks",
            "Local Hit Blocks",
            "Local Read Blocks",
            "Local Dirtied Blocks",
            "Local Written Blocks",
            "Temp Read Blocks",
            "Temp Written Blocks");

    /** Returns what was used since something else had been. */
    public ExplainUsage since(ExplainUsage before) {
        return new ExplainUsage(
                found - before.found,
                read - before.read,
                redoRecords - before.redoRecords,
                redoBytes - before.redoBytes);
    }

    /** Returns the properties about pages. */
    public Map<String, ExplainValue> buffers() {
        Map<String, ExplainValue> shown = new LinkedHashMap<>();
        shown.put(HIT, number(found));
        shown.put(READ, number(read));
        UNUSED.forEach(name -> shown.put(name, number(0)));
        return shown;
    }

    /** Returns the properties about the log. */
    public Map<String, ExplainValue> log() {
        Map<String, ExplainValue> shown = new LinkedHashMap<>();
        shown.put(RECORDS, number(redoRecords));
        shown.put("WAL FPI", number(0));
        shown.put(BYTES, number(redoBytes));
        return shown;
    }

    private static ExplainValue number(long value) {
        return new ExplainValue.Numeral(String.valueOf(value));
    }

    /** Returns the line about pages among some properties; empty if none was used. */
    static Optional<String> buffersText(Map<String, ExplainValue> members) {
        String counts = counted(" hit=", members.get(HIT)) + counted(" read=", members.get(READ));
        return counts.isEmpty() ? Optional.empty() : Optional.of("Buffers: shared" + counts);
    }

    /** Returns the line about the log among some properties; empty if it was not written. */
    static Optional<String> logText(Map<String, ExplainValue> members) {
        String counts = counted(" records=", members.get(RECORDS)) + counted(" bytes=", members.get(BYTES));
        return counts.isEmpty() ? Optional.empty() : Optional.of("WAL:" + counts);
    }

    private static String counted(String name, @Nullable ExplainValue value) {
        return value instanceof ExplainValue.Numeral number && !number.digits().equals("0")
                ? name + number.digits()
                : "";
    }
}
