package org.borealisdb.sql.service;

import java.util.function.Supplier;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.Privileges;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.execute.RowSight;

/** The columns that the session's role has been granted to read. Belongs to the session's task. */
final class GrantedSight implements RowSight {
    private final Supplier<SchemaReader> schemas;

    GrantedSight(Supplier<SchemaReader> schemas) {
        this.schemas = schemas;
    }

    @Override
    public boolean sees(TableDefinition table, int place) {
        try (SchemaReader schema = schemas.get()) {
            long role = schema.currentRole().id();
            if (schema.roles().isSuperuser(role)) {
                return true;
            }
            Privileges privileges = new Privileges(schema.roles());
            CatalogObject column = table.columns().get(place).object();
            return privileges.has(role, table.object(), Privilege.SELECT)
                    || privileges.has(role, column, Privilege.SELECT);
        }
    }
}
