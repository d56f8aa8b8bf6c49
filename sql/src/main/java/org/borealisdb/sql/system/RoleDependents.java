package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.catalog.Role;

/** What of a role's is in the way of dropping it. Belongs to one task. */
final class RoleDependents {
    private static final List<CatalogKind> OWNED = List.of(
            CatalogKind.DATABASE,
            CatalogKind.SCHEMA,
            CatalogKind.TABLE,
            CatalogKind.SEQUENCE,
            CatalogKind.VIEW,
            CatalogKind.TYPE);

    private final CatalogChanges changes;

    RoleDependents(CatalogChanges changes) {
        this.changes = changes;
    }

    /**
     * Passes if nothing depends on a role.
     *
     * @throws SqlException 2BP01 if something does
     */
    void refuse(Role role) {
        List<String> lines = new ArrayList<>();
        if (!lines.isEmpty()) {
            throw new SqlException(
                            ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                            "role \"" + role.name() + "\" cannot be dropped because some objects depend on it")
                    .withDetail(String.join("\n", lines));
        }
    }

    List<CatalogObject> owned(Role role) {
        return OWNED.stream()
                .flatMap(kind -> changes.schema().all(kind).stream())
                .filter(object -> object.property(Role.OWNER)
                        .filter(owner -> Long.parseLong(owner) == role.id())
                        .isPresent())
                .toList();
    }
}
