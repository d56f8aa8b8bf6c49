package org.borealisdb.sql.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.setting.SettingChecks;
import org.borealisdb.sql.setting.SettingTable;

/** ALTER DATABASE ... SET: settings that sessions of a database begin with, each a property of the database's object. Belongs to the session's task. */
final class DatabaseSettings {
    private static final String PREFIX = "setting ";

    private final Database database;
    private final Transaction transaction;
    private final SchemaReader schema;
    private final Settings session;

    DatabaseSettings(Database database, Transaction transaction, SchemaReader schema, Settings session) {
        this.database = database;
        this.transaction = transaction;
        this.schema = schema;
        this.session = session;
    }

    /** Returns the settings of a database by their names, with the values as they were given. */
    static SequencedMap<String, String> of(CatalogObject database) {
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        database.properties().forEach((property, value) -> {
            if (property.startsWith(PREFIX)) {
                settings.put(property.substring(PREFIX.length()), value);
            }
        });
        return settings;
    }

    void run(SessionStatement.AlterDatabase alter) {
        CatalogObject object = schema.all(CatalogKind.DATABASE).stream()
                .filter(each -> each.name().equals(alter.database()))
                .findFirst()
                .orElseThrow(() -> new SqlException(
                        ErrorCode.INVALID_CATALOG_NAME, "database \"" + alter.database() + "\" does not exist"));
        Map<String, String> properties = new TreeMap<>(object.properties());
        switch (alter.change()) {
            case SessionStatement.Set set
            when !set.values().isEmpty() -> {
                List<String> values =
                        set.values().stream().map(SettingValue::textOf).toList();
                put(
                        properties,
                        set.name(),
                        SettingChecks.joined(
                                SettingTable.find(set.name().toLowerCase(Locale.ROOT)), set.name(), values));
            }
            case SessionStatement.SetFromCurrent current ->
                put(properties, current.name(), session.text(current.name()));
            case SessionStatement.Reset reset
            when reset.name().equals("all") -> properties.keySet().removeIf(property -> property.startsWith(PREFIX));
            case SessionStatement.Reset reset -> remove(properties, reset.name());
            case SessionStatement.Set set -> remove(properties, set.name());
            default -> throw new IllegalArgumentException("ALTER DATABASE with " + alter.change());
        }
        if (!properties.equals(object.properties())) {
            database.catalog().replace(transaction, object.withProperties(properties));
        }
    }

    private void put(Map<String, String> properties, String name, String value) {
        session.check(name, value);
        properties.put(PREFIX + session.shown(name), value);
    }

    private void remove(Map<String, String> properties, String name) {
        session.checkChangeable(name);
        properties.remove(PREFIX + session.shown(name));
    }
}
