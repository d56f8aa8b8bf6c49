package org.borealisdb.sql.system;

import java.util.LinkedHashMap;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.RoleStatement;
import org.borealisdb.sql.catalog.InitialSettings;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.session.CommandTag;

/** Changes the settings that sessions begin with. Belongs to one task. */
final class InitialSettingDefinitions {
    private final CatalogChanges changes;
    private final RoleInputs inputs;
    private final RoleNames names;

    InitialSettingDefinitions(CatalogChanges changes, RoleInputs inputs) {
        this.changes = changes;
        this.inputs = inputs;
        this.names = new RoleNames(changes);
    }

    CommandTag alter(RoleStatement.AlterSetting alter) {
        Role current = changes.schema().currentRole();
        if (isOfSystem(alter)) {
            return alterSystem(alter, current);
        }
        long role = 0;
        if (alter.role() != null) {
            Role of = names.findToAlter(alter.role());
            role = of.id();
            if (of.isSuperuser() && !current.isSuperuser()) {
                throw RoleDefinitions.denied("must be superuser to alter superusers");
            }
            boolean permitted = current.isSuperuser() || current.has(Role.Attribute.CREATEROLE);
            if (!permitted && of.id() != current.id()) {
                throw RoleDefinitions.denied("permission denied");
            }
        }
        long database = 0;
        if (alter.database() != null) {
            CatalogObject of = database(alter.database());
            database = of.id();
            if (alter.role() == null) {
                new Ownership(changes).require(of);
            }
        }
        if (role == 0 && database == 0 && !current.isSuperuser()) {
            throw RoleDefinitions.denied("must be superuser to alter settings globally");
        }
        change(alter, role, database);
        return CommandTag.plain(alter.command().words());
    }

    private CommandTag alterSystem(RoleStatement.AlterSetting alter, Role current) {
        if (!current.isSuperuser()) {
            throw RoleDefinitions.denied(
                    alter.setting() == null
                            ? "permission denied to perform ALTER SYSTEM RESET ALL"
                            : "permission denied to set parameter \"" + alter.setting() + "\"");
        }
        change(alter, 0, InitialSettings.SYSTEM);
        return CommandTag.plain(alter.command().words());
    }

    private static boolean isOfSystem(RoleStatement.AlterSetting alter) {
        return alter.command() == RoleStatement.SettingCommand.SYSTEM;
    }

    private String name(RoleStatement.AlterSetting alter, String given) {
        return isOfSystem(alter) ? inputs.systemSettingName(given) : inputs.settingName(given);
    }

    private CatalogObject database(String name) {
        return changes.schema().all(CatalogKind.DATABASE).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new SqlException(ErrorCode.INVALID_CATALOG_NAME, "database \"" + name + "\" does not exist"));
    }

    private void change(RoleStatement.AlterSetting alter, long role, long database) {
        Optional<CatalogObject> known =
                changes.schema().child(role, NameSpace.SETTINGS, InitialSettings.nameOf(database));
        InitialSettings before =
                known.map(InitialSettings::of).orElse(new InitialSettings(role, database, new LinkedHashMap<>()));
        InitialSettings after;
        if (alter.setting() == null) {
            after = new InitialSettings(role, database, new LinkedHashMap<>());
        } else if (alter.values().isEmpty()) {
            after = before.without(name(alter, alter.setting()));
        } else {
            String name = name(alter, alter.setting());
            after = before.with(
                    name,
                    isOfSystem(alter)
                            ? inputs.systemSettingValue(name, alter.values())
                            : inputs.settingValue(name, alter.values()));
        }
        if (known.isPresent()) {
            if (after.values().isEmpty()) {
                changes.remove(known.get());
            } else {
                changes.replace(after.object(known.get().id()));
            }
        } else if (!after.values().isEmpty()) {
            changes.add(after.object(changes.newId()));
        }
    }
}
