package org.borealisdb.benchmarks.pgbench;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One measurement of each server, taken one right after the other: by the server's name. */
record Round(SortedMap<String, Sample> samples) {
    Round(Map<String, Sample> samples) {
        this(new TreeMap<>(samples));
    }

    Optional<Sample> of(String server) {
        return Optional.ofNullable(samples.get(server));
    }
}
