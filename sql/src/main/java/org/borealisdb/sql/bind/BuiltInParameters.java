package org.borealisdb.sql.bind;

import java.util.List;
import java.util.Map;

/** The names of the parameters of built-in functions, as far as these have some (PostgreSQL's {@code pg_proc.proargnames}). */
final class BuiltInParameters {
    private static final List<String> TIMESTAMP = List.of("year", "month", "mday", "hour", "min", "sec", "timezone");

    private static final Map<String, List<String>> NAMES = Map.of(
            "make_interval", List.of("years", "months", "weeks", "days", "hours", "mins", "secs"),
            "make_date", List.of("year", "month", "day"),
            "make_time", List.of("hour", "min", "sec"),
            "make_timestamp", TIMESTAMP,
            "make_timestamptz", TIMESTAMP,
            "jsonb_set", List.of("jsonb_in", "path", "replacement", "create_if_missing"),
            "jsonb_set_lax", List.of("jsonb_in", "path", "replacement", "create_if_missing", "null_value_treatment"),
            "jsonb_insert", List.of("jsonb_in", "path", "replacement", "insert_after"),
            "parse_ident", List.of("str", "strict"),
            "pg_terminate_backend", List.of("pid", "timeout"));

    private BuiltInParameters() {}

    /** Returns the names of the parameters of a function of a name, in order; there may be more than it has. Empty if they have none. */
    static List<String> of(String function) {
        return NAMES.getOrDefault(function, List.of());
    }
}
