package org.borealisdb.sql.bind;

import java.util.List;
import java.util.Map;

/** The names of the parameters of built-in functions, as far as these have some (PostgreSQL's {@code pg_proc.proargnames}). */
final class BuiltInParameters {
    private static final List<String> TIMESTAMP = List.of("year", "month", "mday", "hour", "min", "sec", "timezone");

    private static final List<String> JSON_PATH = List.of("target", "path", "vars", "silent");

    private static final Map<String, List<String>> NAMES = Map.ofEntries(
            Map.entry("make_interval", List.of("years", "months", "weeks", "days", "hours", "mins", "secs")),
            Map.entry("make_date", List.of("year", "month", "day")),
            Map.entry("make_time", List.of("hour", "min", "sec")),
            Map.entry("make_timestamp", TIMESTAMP),
            Map.entry("make_timestamptz", TIMESTAMP),
            Map.entry("jsonb_set", List.of("jsonb_in", "path", "replacement", "create_if_missing")),
            Map.entry(
                    "jsonb_set_lax",
                    List.of("jsonb_in", "path", "replacement", "create_if_missing", "null_value_treatment")),
            Map.entry("jsonb_insert", List.of("jsonb_in", "path", "replacement", "insert_after")),
            Map.entry("jsonb_path_exists", JSON_PATH),
            Map.entry("jsonb_path_exists_tz", JSON_PATH),
            Map.entry("jsonb_path_match", JSON_PATH),
            Map.entry("jsonb_path_match_tz", JSON_PATH),
            Map.entry("jsonb_path_query", JSON_PATH),
            Map.entry("jsonb_path_query_tz", JSON_PATH),
            Map.entry("jsonb_path_query_array", JSON_PATH),
            Map.entry("jsonb_path_query_array_tz", JSON_PATH),
            Map.entry("jsonb_path_query_first", JSON_PATH),
            Map.entry("jsonb_path_query_first_tz", JSON_PATH),
            Map.entry("parse_ident", List.of("str", "strict")),
            Map.entry("pg_terminate_backend", List.of("pid", "timeout")));

    private BuiltInParameters() {}

    /** Returns the names of the parameters of a function of a name, in order; there may be more than it has. Empty if they have none. */
    static List<String> of(String function) {
        return NAMES.getOrDefault(function, List.of());
    }
}
