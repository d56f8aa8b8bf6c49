package org.borealisdb.sql.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;

/**
 * The settings with which the sessions of a role, in a database, begin.
 *
 * @param role its number; 0 for all
 * @param database its number; 0 for any; {@link #SYSTEM} with role 0 for what all begin with
 * @param values by the names of settings, in the order in which they were set
 */
public record InitialSettings(long role, long database, SequencedMap<String, String> values) {
    /** The number that stands for what ALTER SYSTEM has set, instead of one of a database: no database has it. */
    public static final long SYSTEM = 1;

    private static final String ORDER = "order";
    private static final String PREFIX = "set ";

    /** Copies the values. */
    public InitialSettings {
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    /** Reads them. */
    public static InitialSettings of(CatalogObject object) {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        for (String name : object.property(ORDER).orElse("").split(",", -1)) {
            object.property(PREFIX + name).ifPresent(value -> values.put(name, value));
        }
        return new InitialSettings(object.parent(), object.related(), values);
    }

    /** Returns the name of the object for a database among those of a role. */
    public static String nameOf(long database) {
        return Long.toString(database);
    }

    /** Returns the same with one more value, at its old place if there was one. */
    public InitialSettings with(String name, String value) {
        SequencedMap<String, String> changed = new LinkedHashMap<>(values);
        changed.put(name, value);
        return new InitialSettings(role, database, changed);
    }

    /** Returns the same without one. */
    public InitialSettings without(String name) {
        SequencedMap<String, String> changed = new LinkedHashMap<>(values);
        changed.remove(name);
        return new InitialSettings(role, database, changed);
    }

    /** Returns the object to be stored. */
    public CatalogObject object(long id) {
        Map<String, String> properties = new TreeMap<>();
        properties.put(ORDER, String.join(",", values.keySet()));
        values.forEach((name, value) -> properties.put(PREFIX + name, value));
        return CatalogObject.of(CatalogKind.SETTING, id, role, nameOf(database))
                .withRelated(database)
                .withProperties(properties);
    }

    /** Returns them as {@code pg_db_role_setting} shows them. */
    public List<String> shown() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }
}
