package org.borealisdb.sql.service;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.bind.BindContext;
import org.borealisdb.sql.bind.BindingSession;
import org.borealisdb.sql.bind.ViewChanges;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.postgres.SystemCatalog;
import org.jspecify.annotations.Nullable;

/** The functions that tell what can be changed through a relation. Belongs to the session's task. */
final class UpdatableFunctions {
    private static final int ALL_EVENTS = 28;

    private final BindingSession scope;
    private final Supplier<SchemaReader> schemas;
    private final List<ScalarFunction> all;

    UpdatableFunctions(BindingSession scope, Supplier<SchemaReader> schemas) {
        this.scope = scope;
        this.schemas = schemas;
        SqlType regclass = BuiltInType.REGCLASS.type();
        SqlType bool = BuiltInType.BOOL.type();
        this.all = List.of(
                declare(3842, "pg_relation_is_updatable", BuiltInType.INT4.type(), this::events, regclass, bool),
                declare(
                        3843,
                        "pg_column_is_updatable",
                        bool,
                        this::isColumnUpdatable,
                        regclass,
                        BuiltInType.INT2.type(),
                        bool));
    }

    private interface Body {
        Object call(@Nullable Object[] arguments);
    }

    private static ScalarFunction declare(int oid, String name, SqlType result, Body body, SqlType... arguments) {
        return new ScalarFunction(
                oid,
                name,
                List.of(arguments),
                result,
                true,
                ScalarFunction.Volatility.STABLE,
                false,
                new ScalarFunction.General((world, values) -> body.call(values)));
    }

    List<ScalarFunction> all() {
        return all;
    }

    List<ScalarFunction> named(String name) {
        return all.stream().filter(function -> function.name().equals(name)).toList();
    }

    private static Optional<CatalogObject> relation(SchemaReader schema, @Nullable Object number) {
        long id = number == null ? 0 : (Long) number;
        return schema.object(CatalogKind.TABLE, id).or(() -> schema.object(CatalogKind.VIEW, id));
    }

    private Object events(@Nullable Object[] arguments) {
        if (SystemCatalog.isTable(arguments[0])) {
            return (long) ALL_EVENTS;
        }
        try (SchemaReader schema = schemas.get()) {
            return (long) relation(schema, arguments[0])
                    .map(found -> ViewChanges.events(new BindContext("", schema, scope, List.of()), found))
                    .orElse(0);
        }
    }

    private Object isColumnUpdatable(@Nullable Object[] arguments) {
        int number = arguments[1] == null ? 0 : (int) (long) (Long) arguments[1];
        if (SystemCatalog.isTable(arguments[0])) {
            return number > 0;
        }
        try (SchemaReader schema = schemas.get()) {
            return relation(schema, arguments[0])
                    .map(found ->
                            ViewChanges.isColumnUpdatable(new BindContext("", schema, scope, List.of()), found, number))
                    .orElse(false);
        }
    }
}
