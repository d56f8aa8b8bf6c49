package org.borealisdb.sql.deparse;

import java.util.List;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.bind.BoundSyntax;
import org.borealisdb.sql.plan.SetCall;

/** Writes items of FROM (ruleutils.c's get_from_clause_item). */
final class FromWriter {
    private final QueryWriter queries;
    private final BoundSyntax syntax;
    private final CurrentNames current;
    private final Lines lines;
    private final boolean pretty;

    FromWriter(QueryWriter queries, CurrentNames current, Lines lines, boolean pretty) {
        this.queries = queries;
        this.syntax = queries.nodes().syntax();
        this.current = current;
        this.lines = lines;
        this.pretty = pretty;
    }

    void write(FromItem item) {
        switch (item) {
            case FromItem.Table table -> table(table);
            case FromItem.Subquery subquery -> {
                lines.add(subquery.lateral() ? "LATERAL (" : "(");
                queries.query(subquery.query(), null, true);
                lines.add(")");
                alias(queries.entry(item), true);
            }
            case FromItem.Function function -> function(function);
            case FromItem.Join join -> join(join);
        }
    }

    private void alias(RangeEntry entry, boolean always) {
        if (always || entry.aliased || entry.showsColumns) {
            lines.add(" ").add(Quoting.identifier(entry.name));
        }
        columns(entry);
    }

    private void columns(RangeEntry entry) {
        if (entry.showsColumns) {
            lines.add("(")
                    .add(QueryWriter.identifiers(
                            entry.shown.stream().map(RangeEntry.Shown::name).toList()))
                    .add(")");
        }
    }

    private void table(FromItem.Table table) {
        RangeEntry entry = queries.entry(table);
        BoundSyntax.Source source = syntax.source(table).orElseThrow();
        lines.add(table.only() ? "ONLY " : "");
        String own = switch (source) {
            case BoundSyntax.Common common -> {
                lines.add(Quoting.identifier(common.name()));
                yield common.name();
            }
            case BoundSyntax.OfSystem system -> {
                String schema = system.name().size() > 1
                        ? system.name().get(system.name().size() - 2)
                        : "pg_catalog";
                String name = system.name().getLast();
                boolean qualified = !schema.equals("pg_catalog") || queries.isCommon(name);
                lines.add(qualified ? Quoting.identifier(schema) + "." : "").add(Quoting.identifier(name));
                yield name;
            }
            case BoundSyntax.Stored stored -> {
                CatalogObject relation =
                        current.relation(stored.relation().id()).orElse(stored.relation());
                lines.add(queries.isCommon(relation.name()) ? current.qualifiedName(relation) : current.name(relation));
                yield relation.name();
            }
            case BoundSyntax.Rows _ -> throw new UnwrittenException("a table of calls");
        };
        alias(entry, !entry.name.equals(own));
        FromItem.Sample sample = table.sample();
        if (sample != null) {
            sample(sample);
        }
    }

    private void sample(FromItem.Sample sample) {
        lines.add(" TABLESAMPLE ")
                .add(Quoting.identifier(sample.method().last()))
                .add(" (");
        String before = "";
        for (SyntaxExpression argument : sample.arguments()) {
            lines.add(before);
            queries.expressions().write(queries.nodes().typed(argument), false);
            before = ", ";
        }
        lines.add(")");
        SyntaxExpression seed = sample.seed();
        if (seed != null) {
            lines.add(" REPEATABLE (");
            queries.expressions().write(queries.nodes().typed(seed), false);
            lines.add(")");
        }
    }

    private void function(FromItem.Function item) {
        if (!(syntax.source(item).orElseThrow() instanceof BoundSyntax.Rows rows)) {
            throw new UnwrittenException("calls in FROM");
        }
        lines.add(rows.lateral() || item.lateral() ? "LATERAL " : "");
        List<SetCall> sets = rows.sets();
        boolean listed = !item.columnTypes().isEmpty()
                || rows.calls().stream().anyMatch(call -> !call.columnTypes().isEmpty());
        boolean unnest = sets.size() > 1
                && !listed
                && sets.stream().allMatch(set -> set.function().functionName().equals("unnest"));
        if (unnest) {
            lines.add("UNNEST(");
            String before = "";
            for (SetCall set : sets) {
                lines.add(before);
                queries.expressions().write(queries.nodes().of(set.arguments().getFirst()), true);
                before = ", ";
            }
            lines.add(")");
        } else if (sets.size() == 1 && !(listed && item.ordinality())) {
            call(rows.calls().getFirst().call(), sets.getFirst());
        } else {
            several(rows.calls(), sets);
        }
        lines.add(item.ordinality() ? " WITH ORDINALITY" : "");
        RangeEntry entry = queries.entry(item);
        if (listed && sets.size() == 1 && !item.ordinality()) {
            lines.add(" ").add(Quoting.identifier(entry.name));
            listed((CompositeType) sets.getFirst().type());
            return;
        }
        alias(entry, true);
    }

    private void several(List<FromItem.Called> called, List<SetCall> sets) {
        lines.add("ROWS FROM(");
        for (int place = 0; place < sets.size(); place++) {
            lines.add(place > 0 ? ", " : "");
            call(called.get(place).call(), sets.get(place));
            if (!called.get(place).columnTypes().isEmpty()) {
                lines.add(" AS ");
                listed((CompositeType) sets.get(place).type());
            }
        }
        lines.add(")");
    }

    /** Writes a call; what does not look like one is a cast. */
    private void call(SyntaxExpression call, SetCall set) {
        Node node = queries.nodes().calls().rows(call, set);
        boolean alike = switch (node) {
            case Node.Call _, Node.WordyCall _, Node.Special _, Node.Words _ -> true;
            case Node.Aggregate _, Node.Windowed _ -> true;
            default -> false;
        };
        if (alike) {
            queries.expressions().write(node, true);
        } else {
            lines.add("CAST(");
            queries.expressions().write(node, false);
            lines.add(" AS ").add(queries.typeName(set.type())).add(")");
        }
    }

    private void listed(CompositeType type) {
        lines.add("(");
        String before = "";
        for (CompositeType.Field field : type.fields()) {
            lines.add(before).add(Quoting.identifier(field.name())).add(" ").add(queries.typeName(field.type()));
            before = ", ";
        }
        lines.add(")");
    }

    private void join(FromItem.Join join) {
        RangeEntry entry = queries.entry(join);
        boolean around = !pretty || entry.aliased;
        lines.add(around ? "(" : "");
        write(join.left());
        boolean on = join.on() != null || !entry.using.isEmpty();
        String word = switch (join.kind()) {
            case CROSS, INNER -> on ? " JOIN " : " CROSS JOIN ";
            case LEFT -> " LEFT JOIN ";
            case RIGHT -> " RIGHT JOIN ";
            case FULL -> " FULL JOIN ";
        };
        lines.clause(word, Lines.PART);
        boolean right = pretty && join.right() instanceof FromItem.Join inner && inner.alias() == null;
        lines.add(right ? "(" : "");
        write(join.right());
        lines.add(right ? ")" : "");
        SyntaxExpression condition = join.on();
        if (!entry.using.isEmpty()) {
            lines.add(" USING (").add(QueryWriter.identifiers(entry.using)).add(")");
            String alias = join.usingAlias();
            lines.add(alias == null ? "" : " AS " + Quoting.identifier(alias));
        } else if (condition != null) {
            lines.add(pretty ? " ON " : " ON (");
            queries.expressions().write(queries.condition(condition), false);
            lines.add(pretty ? "" : ")");
        } else if (!word.equals(" CROSS JOIN ")) {
            lines.add(" ON TRUE");
        }
        lines.add(around ? ")" : "");
        if (entry.aliased) {
            lines.add(" ").add(Quoting.identifier(entry.name));
            columns(entry);
        }
    }
}
