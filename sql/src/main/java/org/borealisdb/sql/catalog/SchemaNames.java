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

    /** Returns the schema that a name says, if that is not there. */
    public Optional<String> missingSchema(List<String> name) {
        return name.size() < 2
                ? Optional.empty()
                : Optional.of(name.get(name.size() - 2))
                        .filter(named -> !SYSTEM_SCHEMAS.contains(named))
                        .filter(named -> schema.namedSchema(named).isEmpty());
    }

    /**
     * The error of a command about a relation that is not there. Queries and changes of rows say 42P01 in any case.
     *
     * @return 3F000 if the name says a schema that is not there either, 42P01 else
     */
    public SqlException noRelation(List<String> name) {
        return missing(
                name,
                new SqlException(
                        ErrorCode.UNDEFINED_TABLE, "relation \"" + String.join(".", name) + "\" does not exist"));
    }

    /** The error of a command about something that is not there: that its schema is not, or else one that is given. */
    public SqlException missing(List<String> name, SqlException itself) {
        return missingSchema(name)
                .map(missing ->
                        new SqlException(ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + missing + "\" does not exist"))
                .orElse(itself);
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
