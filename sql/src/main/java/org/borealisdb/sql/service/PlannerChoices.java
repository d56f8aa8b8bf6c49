package org.borealisdb.sql.service;

import org.borealisdb.sql.optimize.PlannerSettings;

/** What the settings of the optimizer say. Stateless. */
final class PlannerChoices {
    private PlannerChoices() {}

    /** Returns what settings say, by their keys. */
    static PlannerSettings of(SettingValues values, long hashBytes) {
        return new PlannerSettings(
                isOn(values, "enable_hashjoin"),
                isOn(values, "enable_mergejoin"),
                isOn(values, "enable_nestloop"),
                isOn(values, "enable_seqscan"),
                isOn(values, "enable_indexscan"),
                isOn(values, "enable_indexonlyscan"),
                isOn(values, "enable_sort"),
                isOn(values, "enable_incremental_sort"),
                isOn(values, "enable_memoize"),
                !values.get("join_collapse_limit").equals("1"),
                hashBytes);
    }

    private static boolean isOn(SettingValues values, String name) {
        return values.get(name).equals("on");
    }
}
