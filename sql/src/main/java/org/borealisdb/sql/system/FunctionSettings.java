package org.borealisdb.sql.system;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.FunctionStatement;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.UserFunction;

/** Keeps the settings that functions run with. Belongs to one task. */
final class FunctionSettings {
    private static final String SEARCH_PATH = "search_path";

    private FunctionSettings() {}

    /**
     * Returns a function with what a statement says of its settings.
     *
     * @throws SqlException as SET for what cannot be set
     */
    static CatalogObject with(
            CatalogObject function, List<FunctionStatement.SettingClause> clauses, RoleInputs inputs) {
        if (clauses.isEmpty()) {
            return function;
        }
        SequencedMap<String, String> settings = UserFunction.settingsOf(function);
        CatalogObject object = TableAlterations.without(function, UserFunction.SETTINGS);
        for (String name : settings.keySet()) {
            object = TableAlterations.without(object, UserFunction.SETTING + name);
        }
        for (FunctionStatement.SettingClause clause : clauses) {
            String given = clause.name();
            if (given == null) {
                settings.clear();
                continue;
            }
            String name = inputs.settingName(given);
            CatalogChanges.refuse(
                    name.equals("role") || name.startsWith("session_authorization") || name.startsWith("transaction_"),
                    "the setting \"" + name + "\" of a function");
            if (clause.fromCurrent()) {
                settings.put(name, inputs.currentValue(name));
            } else if (clause.values().isEmpty()) {
                settings.remove(name);
            } else {
                settings.put(name, inputs.settingValue(name, clause.values()));
            }
        }
        if (settings.isEmpty()) {
            return object;
        }
        object = object.with(UserFunction.SETTINGS, String.join(",", settings.keySet()));
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            object = object.with(UserFunction.SETTING + setting.getKey(), setting.getValue());
        }
        return object;
    }

    /** Returns a reader that finds names where the body of a function will find them. */
    static SchemaReader reader(SchemaReader schema, UserFunction function, RoleInputs inputs) {
        return Optional.ofNullable(function.settings().get(SEARCH_PATH))
                .map(path -> schema.withSearchPath(inputs.searchPath(path)))
                .orElse(schema);
    }
}
