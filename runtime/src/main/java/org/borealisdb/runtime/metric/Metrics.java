package org.borealisdb.runtime.metric;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The counters of one process, by name such as {@code storage.journal.writes}. Safe for use by all tasks. */
public final class Metrics {
    private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();

    /** The counter of that name; hot paths keep it in a field. */
    public LongAdder counter(String name) {
        return counters.computeIfAbsent(name, _ -> new LongAdder());
    }

    /** Adds one to the counter of that name. For branches that are rarely taken. */
    public void count(String name) {
        counter(name).increment();
    }

    /** All counters with their values, sorted by name. */
    public SortedMap<String, Long> values() {
        SortedMap<String, Long> values = new TreeMap<>();
        counters.forEach((name, counter) -> values.put(name, counter.sum()));
        return values;
    }
}
