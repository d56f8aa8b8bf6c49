package org.borealisdb.sql.system;

import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.QualifiedName;

/**
 * Extensions: those that there are belong to every database, so that nobody needs to create them, and nobody can drop them. That {@code plpgsql} is there is what dumps and schemas of applications
 * rely on; functions in its language cannot be made. Stateless.
 */
final class Extensions {
    private static final Set<String> THERE = Set.of("pg_stat_statements", "plpgsql");

    private Extensions() {}

    /** CREATE EXTENSION. */
    static void create(Definition.CreateExtension create, CatalogChanges changes) {
        if (!THERE.contains(create.name())) {
            throw new SqlException(
                            ErrorCode.FEATURE_NOT_SUPPORTED, "extension \"" + create.name() + "\" is not available")
                    .withHint("The extension must first be installed on the system where PostgreSQL is running.");
        }
        String exists = "extension \"" + create.name() + "\" already exists";
        if (!create.ifNotExists()) {
            throw new SqlException(ErrorCode.DUPLICATE_OBJECT, exists);
        }
        changes.passOver(ErrorCode.DUPLICATE_OBJECT, exists);
    }

    /** DROP EXTENSION. */
    static void drop(Definition.Drop drop, QualifiedName name, CatalogChanges changes) {
        if (THERE.contains(name.last())) {
            throw new SqlException(
                    ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot drop extension " + name.last() + " because it is required by the database system");
        }
        String missing = "extension \"" + name.last() + "\" does not exist";
        if (!drop.ifExists()) {
            throw new SqlException(ErrorCode.UNDEFINED_OBJECT, missing);
        }
        changes.notice(missing + ", skipping");
    }
}
