package org.borealisdb.sql.service;

import java.util.Map;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.sql.catalog.InitialSettings;
import org.borealisdb.sql.setting.SettingTable;

/**
 * Settings that are no session's own: what ALTER SYSTEM has set, or what they are declared with.
 *
 * @param set by their names as they are shown
 */
record SystemSettings(Map<String, String> set) {
    /** Copies them. */
    SystemSettings {
        set = Map.copyOf(set);
    }

    /** Reads what they are now. */
    static SystemSettings read(Database database, Workspace workspace) {
        try (ReadView view = database.transactions().openView()) {
            return new SystemSettings(Login.initial(database, workspace, view, 0, InitialSettings.SYSTEM));
        }
    }

    boolean isOn(String name) {
        return kept(name).equals("on");
    }

    /** A number, in the unit of the setting. */
    double number(String name) {
        return Double.parseDouble(kept(name));
    }

    private String kept(String name) {
        var declared = SettingTable.find(name).orElseThrow(() -> new IllegalArgumentException("setting " + name));
        String value = set.get(name);
        return value == null ? declared.initial() : declared.read(value);
    }
}
