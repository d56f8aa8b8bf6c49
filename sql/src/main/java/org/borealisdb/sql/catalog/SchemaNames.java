package org.borealisdb.sql.catalog;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.expr.collation.Collations;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Quoting;

/**
 * The names of what is in schemas and is no relation, type or function: they are looked for in the schemas of the search path, among the
 * session's own only if they say so. Belongs to one task.
 *
 * @param schema the catalog
 */
public record SchemaNames(SchemaReader schema) {
    private static final Set<String> SYSTEM_SCHEMAS = Set.of("pg_catalog", "information_schema");

    /**
     * Returns a collation that a user made by its name, which may name its schema.
     *
     * @throws SqlException 3F000 if it names a schema that is not there
     */
    public Optional<CatalogObject> collation(List<String> name) {
        return find(name, NameSpace.COLLATIONS);
    }

    /**
     * Finds what a name, which may name its schema, stands for.
     *
     * @throws SqlException 3F000 if it names a schema that is not there
     */
    public Optional<CatalogObject> find(List<String> name, NameSpace nameSpace) {
        if (name.size() > 1) {
            String wanted = name.get(name.size() - 2);
            if (SYSTEM_SCHEMAS.contains(wanted)) {
                return Optional.empty();
            }
            CatalogObject parent = schema.namedSchema(wanted)
                    .orElseThrow(() -> new SqlException(
                            ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + wanted + "\" does not exist"));
            return schema.child(parent, nameSpace, name.getLast());
        }
        return schema.searchPath().stream()
                .flatMap(each -> schema.usableSchema(each).stream())
                .flatMap(parent -> schema.child(parent, nameSpace, name.getLast()).stream())
                .findFirst();
    }

    /**
     * Returns the name of an object of a schema as it is found from here, in quotes if it needs them.
     *
     * @param found what its name alone stands for
     */
    public String shown(CatalogObject object, Optional<CatalogObject> found) {
        String name = Quoting.identifier(object.name());
        return found.filter(visible -> visible.id() == object.id()).isPresent()
                ? name
                : schema.object(CatalogKind.SCHEMA, object.parent())
                                .map(parent -> Quoting.identifier(parent.name()))
                                .orElse("?")
                        + "." + name;
    }

    /** Returns the name of a collation, or of statistics, as it is found from here, in quotes if it needs them. */
    public String shown(CatalogObject object) {
        return shown(object, find(List.of(object.name()), object.kind().nameSpace()));
    }

    /** Returns the name of a collation that a user made as it is found from here: those that are built in come before it. */
    String shownCollation(CatalogObject collation) {
        boolean hidden = Collations.named(collation.name()).isPresent();
        return hidden ? shown(collation, Optional.empty()) : shown(collation);
    }
}
