package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import org.borealisdb.sql.setting.SettingDeclaration;
import org.borealisdb.sql.setting.SettingTable;
import org.jspecify.annotations.Nullable;

/**
 * The values of a session's settings, by their keys, and what they go back to. Each change within a transaction is noted once for each of its savepoints, with
 * what was before it. Belongs to the session's task.
 */
final class SettingValues {
    private static final Value EMPTY = new Value("", Source.SESSION, null);
    /** What declared settings begin with, the same for all sessions. */
    private static final Map<String, Value> DECLARED = declared();

    // What differs from that, or is not declared.
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Map<String, Value> defaults = new LinkedHashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final Set<String> changedSinceMark = new LinkedHashSet<>();

    /** Where a value came from. */
    enum Source {
        DEFAULT,
        SYSTEM,
        DATABASE,
        CLIENT,
        SESSION;

        /** Returns the word for it in {@code pg_settings}. */
        String word() {
            return this == SYSTEM ? "configuration file" : name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A value.
     *
     * @param masked what it is again when the transaction ends, if this was set for the transaction only
     */
    record Value(String text, Source source, @Nullable Value masked) {}

    /** What was before a change; null if the setting began with it, which is empty from then on. */
    private record Change(String key, @Nullable Value before) {}

    /** A value to be put back; null if the setting began after it was kept, which is empty from then on. */
    record Kept(String key, @Nullable Value value) {}

    /** A point within a transaction. */
    record Mark(int changes) {}

    private static Map<String, Value> declared() {
        Map<String, Value> declared = new LinkedHashMap<>();
        for (SettingDeclaration setting : SettingTable.all()) {
            declared.put(Settings.key(setting.name()), new Value(setting.initial(), Source.DEFAULT, null));
        }
        return Collections.unmodifiableMap(declared);
    }

    Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>(DECLARED.keySet());
        keys.addAll(values.keySet());
        return keys;
    }

    private @Nullable Value value(String key) {
        Value value = values.get(key);
        return value == null ? DECLARED.get(key) : value;
    }

    private @Nullable Value defaultValue(String key) {
        Value value = defaults.get(key);
        return value == null ? DECLARED.get(key) : value;
    }

    Optional<String> find(String key) {
        Value value = value(key);
        return value == null ? Optional.empty() : Optional.of(value.text());
    }

    /** Returns the value of a setting that is declared. */
    String get(String key) {
        return find(key).orElseThrow(() -> new IllegalArgumentException("setting " + key));
    }

    Source source(String key) {
        Value value = value(key);
        return value == null ? Source.DEFAULT : value.source();
    }

    /** Returns what RESET sets; empty for a setting that began within the session. */
    String defaultOf(String key) {
        Value value = defaultValue(key);
        return value == null ? "" : value.text();
    }

    Source defaultSource(String key) {
        Value value = defaultValue(key);
        return value == null ? Source.SESSION : value.source();
    }

    void setDefault(String key, String text, Source source) {
        Value value = new Value(text, source, null);
        defaults.put(key, value);
        values.put(key, value);
    }

    /** Sets a value that stays if the transaction commits. */
    void set(String key, String text, Source source) {
        change(key, new Value(text, source, null));
    }

    /** Sets a value that stays until the transaction ends. */
    void setLocally(String key, String text) {
        Value before = value(key);
        Value masked = before != null && before.masked() != null ? before.masked() : before;
        change(key, new Value(text, Source.SESSION, masked == null ? EMPTY : masked));
    }

    /** Sets a value that stays whatever becomes of the transaction. */
    void setAtOnce(String key, String text) {
        values.put(key, new Value(text, Source.SESSION, null));
    }

    Kept kept(String key) {
        return new Kept(key, value(key));
    }

    /** Sets what a value was, whatever becomes of the transaction. */
    void putBack(Kept kept) {
        values.put(kept.key(), kept.value() == null ? EMPTY : kept.value());
    }

    private void change(String key, Value value) {
        if (changedSinceMark.add(key)) {
            changes.add(new Change(key, value(key)));
        }
        values.put(key, value);
    }

    /** Returns whether nothing was set in the transaction. */
    boolean isQuiet() {
        return changes.isEmpty();
    }

    Mark mark() {
        changedSinceMark.clear();
        return new Mark(changes.size());
    }

    /** Sets all values as they were at a mark; returns which. */
    List<String> rollbackTo(Mark mark) {
        SequencedSet<String> changed = new LinkedHashSet<>();
        while (changes.size() > mark.changes()) {
            Change change = changes.removeLast();
            values.put(change.key(), change.before() == null ? EMPTY : change.before());
            changed.add(change.key());
        }
        changedSinceMark.clear();
        return List.copyOf(changed);
    }

    /** Ends the transaction; returns which values are others now. */
    List<String> endTransaction(boolean committed) {
        if (!committed) {
            return rollbackTo(new Mark(0));
        }
        List<String> changed = new ArrayList<>();
        for (Change change : changes) {
            Value value = value(change.key());
            if (value != null && value.masked() != null) {
                values.put(change.key(), value.masked());
                changed.add(change.key());
            }
        }
        changes.clear();
        changedSinceMark.clear();
        return changed;
    }

    /** Takes the values of the same session elsewhere. */
    void takeOver(SettingValues other) {
        values.keySet().removeAll(DECLARED.keySet());
        defaults.keySet().removeAll(DECLARED.keySet());
        values.putAll(other.values);
        defaults.putAll(other.defaults);
    }
}
