package org.borealisdb.sql.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.borealisdb.sql.postgres.SessionFacts;
import org.borealisdb.sql.setting.SettingDeclaration.Flag;
import org.borealisdb.sql.setting.SettingTable;

/** What EXPLAIN and system views show of a session's settings. Stateless. */
final class ShownSettings {
    private ShownSettings() {}

    /** Returns the settings that EXPLAIN shows, which are those that are not as at first, with their values as SHOW shows them. */
    static SequencedMap<String, String> explained(Settings settings) {
        SequencedMap<String, String> explained = new LinkedHashMap<>();
        SettingTable.all().stream()
                .filter(setting -> setting.has(Flag.EXPLAIN)
                        && !settings.get(setting.name()).equals(setting.initial()))
                .forEach(setting -> explained.put(setting.name(), settings.text(setting.name())));
        return explained;
    }

    /** Returns the settings as pg_settings shows them, but for those that are hidden, which all are that are not declared. */
    static List<SessionFacts.Setting> facts(Settings settings) {
        return SettingTable.all().stream()
                .filter(setting -> !setting.has(Flag.HIDDEN))
                .map(setting -> new SessionFacts.Setting(
                        setting,
                        settings.get(setting.name()),
                        settings.defaultOf(setting.name()),
                        settings.source(setting.name())))
                .toList();
    }
}
