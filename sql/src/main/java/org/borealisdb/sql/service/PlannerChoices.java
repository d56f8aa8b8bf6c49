package org.borealisdb.sql.service;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.borealisdb.sql.optimize.PlannerSettings;

/** The settings of the optimizer. Those that have no effect here are there for who sets them. Stateless. */
final class PlannerChoices {
    /** Ways that are on unless they are switched off. */
    static final List<String> SWITCHES = List.of(
            "enable_async_append",
            "enable_bitmapscan",
            "enable_gathermerge",
            "enable_hashagg",
            "enable_hashjoin",
            "enable_incremental_sort",
            "enable_indexonlyscan",
            "enable_indexscan",
            "enable_material",
            "enable_memoize",
            "enable_mergejoin",
            "enable_nestloop",
            "enable_parallel_append",
            "enable_parallel_hash",
            "enable_partition_pruning",
            "enable_seqscan",
            "enable_sort",
            "enable_tidscan",
            "geqo");

    /** Ways that are off unless they are switched on. */
    static final List<String> OFF = List.of("enable_partitionwise_aggregate", "enable_partitionwise_join");

    /** Other settings, with their defaults. */
    static final SortedMap<String, String> NUMBERS = Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(
            "cpu_index_tuple_cost", "0.005",
            "cpu_operator_cost", "0.0025",
            "cpu_tuple_cost", "0.01",
            "default_statistics_target", "100",
            "effective_cache_size", "4GB",
            "from_collapse_limit", "8",
            "join_collapse_limit", "8",
            "max_parallel_workers_per_gather", "0",
            "random_page_cost", "4",
            "seq_page_cost", "1")));

    private PlannerChoices() {}

    /** Returns what settings say, by their keys. */
    static PlannerSettings of(Map<String, String> values, long hashBytes) {
        return new PlannerSettings(
                isOn(values, "enable_hashjoin"),
                isOn(values, "enable_nestloop"),
                isOn(values, "enable_seqscan"),
                isOn(values, "enable_indexscan"),
                isOn(values, "enable_sort"),
                !"1".equals(values.get("join_collapse_limit")),
                hashBytes);
    }

    private static boolean isOn(Map<String, String> values, String name) {
        return "on".equals(values.get(name));
    }
}
