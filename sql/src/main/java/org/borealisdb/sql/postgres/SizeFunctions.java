package org.borealisdb.sql.postgres;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.TableDefinition;
import org.jspecify.annotations.Nullable;

/**
 * The functions that say how large relations and databases are: by the pages that the space maps call used by their trees. The rows of a table are in the tree of its primary key, if it has one, whose own size is
 * therefore 0; so are those of views, sequences and system relations, which have no tree of their own. Belongs to the session's task.
 */
final class SizeFunctions {
    private static final Set<String> FORKS = Set.of("main", "fsm", "vm", "init");

    private final Supplier<CatalogSnapshot> catalog;
    private final SessionFacts session;
    private final Consumer<ScalarFunction> target;

    /** A body over boxed arguments that are not NULL. */
    private interface Body {
        @Nullable
        Long call(Object[] arguments);
    }

    SizeFunctions(Supplier<CatalogSnapshot> catalog, SessionFacts session, Consumer<ScalarFunction> target) {
        this.catalog = catalog;
        this.session = session;
        this.target = target;
    }

    void declare() {
        SqlType relation = BuiltInType.REGCLASS.type();
        declare(2325, "pg_relation_size", arguments -> own(arguments[0]), relation);
        declare(
                2332,
                "pg_relation_size",
                arguments -> fork(arguments[0], (String) arguments[1]),
                relation,
                BuiltInType.TEXT.type());
        declare(2997, "pg_table_size", arguments -> own(arguments[0]), relation);
        declare(2998, "pg_indexes_size", arguments -> size(arguments[0], false, true), relation);
        declare(2286, "pg_total_relation_size", arguments -> size(arguments[0], true, true), relation);
        declare(2324, "pg_database_size", arguments -> database((Long) arguments[0]), BuiltInType.OID.type());
        declare(2322, "pg_tablespace_size", arguments -> tablespace((Long) arguments[0]), BuiltInType.OID.type());
        declare(2323, "pg_tablespace_size", arguments -> tablespace((String) arguments[0]), BuiltInType.NAME.type());
        declare(2168, "pg_database_size", arguments -> database((String) arguments[0]), BuiltInType.NAME.type());
    }

    private void declare(int oid, String name, Body body, SqlType... arguments) {
        target.accept(new ScalarFunction(
                oid,
                name,
                List.of(arguments),
                BuiltInType.INT8.type(),
                true,
                Volatility.VOLATILE,
                false,
                new ScalarFunction.General((world, values) -> body.call(values))));
    }

    private @Nullable Long own(Object relation) {
        return size(relation, true, false);
    }

    private @Nullable Long fork(Object relation, String name) {
        if (!FORKS.contains(name)) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "invalid fork name")
                    .withHint("Valid fork names are \"main\", \"fsm\", \"vm\", and \"init\".");
        }
        Long whole = own(relation);
        return whole == null || name.equals("main") ? whole : (Long) 0L;
    }

    private @Nullable Long size(Object relation, boolean own, boolean indexes) {
        long oid = (Long) relation;
        Optional<CatalogObject> object = catalog.get().relation(oid);
        if (object.isEmpty()) {
            return SystemRelations.withOid(oid).isPresent() ? 0L : null;
        }
        Set<Long> trees = new HashSet<>();
        if (own) {
            addTree(trees, object.get());
        }
        if (indexes) {
            catalog.get().table(oid).map(TableDefinition::indexes).orElse(List.of()).stream()
                    .map(IndexDefinition::object)
                    .forEach(index -> addTree(trees, index));
        }
        return trees.isEmpty() ? 0L : session.usedBytes(trees);
    }

    private static void addTree(Set<Long> trees, CatalogObject relation) {
        if (relation.tree() != 0) {
            trees.add(relation.tree());
        }
    }

    private @Nullable Long database(long id) {
        return catalog.get().databases().stream()
                .filter(database -> database.id() == id)
                .findFirst()
                .map(this::relationsOf)
                .orElse(null);
    }

    private long database(String name) {
        return catalog.get().databases().stream()
                .filter(database -> database.name().equals(name))
                .findFirst()
                .map(this::relationsOf)
                .orElseThrow(() ->
                        new SqlException(ErrorCode.INVALID_CATALOG_NAME, "database \"" + name + "\" does not exist"));
    }

    /** All databases are in one; what belongs to none has no size. */
    private @Nullable Long tablespace(long id) {
        String name = ObjectAddresses.tablespace(id).orElse("");
        return name.isEmpty() ? null : (Long) tablespace(name);
    }

    private long tablespace(String name) {
        return switch (name) {
            case "pg_default" ->
                catalog.get().databases().stream().mapToLong(this::relationsOf).sum();
            case "pg_global" -> 0;
            default -> throw new SqlException(ErrorCode.UNDEFINED_OBJECT, "tablespace \"" + name + "\" does not exist");
        };
    }

    private long relationsOf(CatalogObject database) {
        Set<Long> trees = new HashSet<>();
        try (SchemaReader schema = session.openSchema()) {
            for (CatalogObject each : schema.all(CatalogKind.SCHEMA)) {
                if (each.parent() == database.id()) {
                    schema.relations(each).forEach(relation -> addTree(trees, relation));
                }
            }
        }
        return session.usedBytes(trees);
    }
}
