package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.bind.BindContext;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.deparse.UnwrittenException;
import org.borealisdb.sql.deparse.ViewWriter;
import org.jspecify.annotations.Nullable;

/** The functions that show the queries of views. Belongs to the session's task. */
final class ViewFunctions {
    private static final SqlType TEXT = BuiltInType.TEXT.type();
    private static final SqlType OID = BuiltInType.OID.type();
    private static final SqlType BOOL = BuiltInType.BOOL.type();

    private final Supplier<CatalogSnapshot> catalog;
    private final CatalogNames names;
    private final SessionFacts session;

    ViewFunctions(Supplier<CatalogSnapshot> catalog, CatalogNames names, SessionFacts session) {
        this.catalog = catalog;
        this.names = names;
        this.session = session;
    }

    private interface Body {
        @Nullable
        Object call(Object[] arguments);
    }

    private static ScalarFunction function(int oid, String name, Body body, SqlType... arguments) {
        return new ScalarFunction(
                oid,
                name,
                List.of(arguments),
                TEXT,
                true,
                ScalarFunction.Volatility.STABLE,
                false,
                new ScalarFunction.General((world, values) -> body.call(values)));
    }

    void declare(Consumer<ScalarFunction> declared) {
        String view = "pg_get_viewdef";
        declared.accept(function(1641, view, given -> definition((Long) given[0], false, 0), OID));
        declared.accept(function(2506, view, given -> definition((Long) given[0], (Boolean) given[1], 0), OID, BOOL));
        declared.accept(function(
                3159,
                view,
                given -> definition((Long) given[0], true, (int) (long) (Long) given[1]),
                OID,
                BuiltInType.INT4.type()));
        declared.accept(function(1640, view, given -> named((String) given[0], false), TEXT));
        declared.accept(function(2505, view, given -> named((String) given[0], (Boolean) given[1]), TEXT, BOOL));
        declared.accept(function(1573, "pg_get_ruledef", given -> rule((Long) given[0], false), OID));
        declared.accept(
                function(2504, "pg_get_ruledef", given -> rule((Long) given[0], (Boolean) given[1]), OID, BOOL));
    }

    private @Nullable String named(String name, boolean pretty) {
        long id = names.relation(name)
                .orElseThrow(
                        () -> new SqlException(ErrorCode.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist"));
        return definition(id, pretty, 0);
    }

    private Optional<CatalogObject> view(long id) {
        return catalog.get().relation(id).filter(relation -> relation.kind() == CatalogKind.VIEW);
    }

    private @Nullable String definition(long id, boolean pretty, int wrap) {
        return SystemRelations.withOid(id)
                .flatMap(relation -> SystemViews.text(relation.schema(), relation.name()))
                .map(query -> " " + query)
                .or(() -> view(id).map(view -> query(view, pretty, wrap)))
                .map(query -> query + ";")
                .orElse(null);
    }

    private @Nullable String rule(long id, boolean pretty) {
        ObjectText text = new ObjectText(catalog.get());
        return view(id).map(view -> "CREATE RULE \"_RETURN\" AS\n    ON SELECT TO "
                        + (pretty ? text.relation(view) : text.qualified(view)) + " DO INSTEAD "
                        + query(view, pretty, 0)
                        + ";")
                .orElse(null);
    }

    /** The query of a view, as it was written where it cannot be written anew. */
    private String query(CatalogObject view, boolean pretty, int wrap) {
        CatalogSnapshot snapshot = catalog.get();
        List<String> columns =
                snapshot.viewColumns(view.id()).stream().map(TableColumn::name).toList();
        try (SchemaReader schema = session.openSchema()) {
            BindContext context = new BindContext("", schema, session.binding(), List.of());
            return ViewWriter.write(context, view, new SnapshotNames(snapshot, names), columns, pretty, wrap);
        } catch (UnwrittenException | SqlException notWritten) {
            return " " + new ViewSource(snapshot).of(view);
        }
    }
}
