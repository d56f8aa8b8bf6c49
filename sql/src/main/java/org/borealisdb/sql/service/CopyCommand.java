package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.EncodingConversion;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.scalar.TextEncoding;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BinaryTexts;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.bind.BindContext;
import org.borealisdb.sql.bind.BoundChange;
import org.borealisdb.sql.bind.BoundCheck;
import org.borealisdb.sql.bind.DataChangeBinder;
import org.borealisdb.sql.bind.ReferenceBinder;
import org.borealisdb.sql.bind.ReferenceGraph;
import org.borealisdb.sql.bind.StoredExpressions;
import org.borealisdb.sql.catalog.ForeignKeyDefinition;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.RelationAccess;
import org.borealisdb.sql.catalog.SchemaNames;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.execute.ChangeRunner;
import org.borealisdb.sql.execute.Execution;
import org.borealisdb.sql.execute.PlanRunner;
import org.borealisdb.sql.execute.RowIterator;
import org.borealisdb.sql.execute.TableLoad;
import org.borealisdb.sql.parse.postgres.PostgresParser;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.CopyInput;
import org.borealisdb.sql.session.CopyOutput;
import org.borealisdb.sql.session.CopyShape;
import org.borealisdb.sql.session.ResultColumn;
import org.borealisdb.sql.session.ResultShape;
import org.borealisdb.sql.session.ResultSink;

/** COPY between a table or query and the client. Belongs to the session's task. */
final class CopyCommand {
    private static final int ROWS_BETWEEN_CHECKS = 256;

    private final TransactionBlock block;
    private final StatementPlanner planner;
    private final StatementRuns runs;
    private final StatementGuard guard;
    private final SessionScope scope;

    CopyCommand(
            TransactionBlock block,
            StatementPlanner planner,
            StatementRuns runs,
            StatementGuard guard,
            SessionScope scope) {
        this.block = block;
        this.planner = planner;
        this.runs = runs;
        this.guard = guard;
        this.scope = scope;
    }

    void run(Maintenance.Copy copy, String text, ResultSink sink) {
        if (copy.query() instanceof Query query && query.makesTable()) {
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "COPY (SELECT INTO) is not supported");
        }
        if (copy.end() != Maintenance.CopyEnd.CLIENT) {
            boolean file = copy.end() == Maintenance.CopyEnd.FILE;
            throw SqlException.notSupported("COPY with " + (file ? "a file" : "a program") + " of the server")
                    .withHint("Use COPY ... " + (copy.isFrom() ? "FROM STDIN" : "TO STDOUT")
                            + " with the data on the side of the client, as psql's \\copy does.");
        }
        refuseMissing(copy);
        CopyFormat format = CopyFormat.of(copy.options(), text);
        CopyColumns given = CopyColumns.of(copy.options(), format, copy.isFrom());
        format.checkNullText();
        if (copy.isFrom()) {
            copyIn(copy, format, given, text, sink);
        } else {
            copyOut(copy, format, given, text, sink);
        }
    }

    /** A relation that is not there is said before any option that is wrong. */
    private void refuseMissing(Maintenance.Copy copy) {
        QualifiedName name = copy.table();
        if (name != null) {
            try (SchemaReader schema = planner.openSchema()) {
                if (schema.relation(name.parts()).isEmpty()
                        && scope.systemRelation(name.parts()).isEmpty()) {
                    throw new SchemaNames(schema).noRelation(name.parts());
                }
            }
        }
    }

    private TableDefinition table(Maintenance.Copy copy, SchemaReader schema) {
        QualifiedName name = copy.table();
        if (name == null) {
            throw new SqlException(ErrorCode.SYNTAX_ERROR, "COPY FROM needs a table");
        }
        return schema.table(name.parts())
                .orElseThrow(() -> schema.relation(name.parts())
                                .filter(found -> found.kind() == CatalogKind.VIEW)
                                .isPresent()
                        ? ofView(copy, name)
                        : schema.relation(name.parts()).isPresent()
                                ? new SqlException(
                                        ErrorCode.WRONG_OBJECT_TYPE,
                                        "cannot copy " + (copy.isFrom() ? "to" : "from") + " non-table relation \""
                                                + name.last() + "\"")
                                : new SchemaNames(schema).noRelation(name.parts()));
    }

    private static SqlException ofView(Maintenance.Copy copy, QualifiedName view) {
        String direction = copy.isFrom() ? "to" : "from";
        SqlException refused = new SqlException(
                ErrorCode.WRONG_OBJECT_TYPE, "cannot copy " + direction + " view \"" + view.last() + "\"");
        return copy.isFrom()
                ? refused.withHint("To enable copying to a view, provide an INSTEAD OF INSERT trigger.")
                : refused.withHint("Try the COPY (SELECT ...) TO variant.");
    }

    /** The table to load, as it is once locks keep it, and what its rows refer to, from being changed. */
    private TableDefinition lockedTable(Maintenance.Copy copy, SchemaReader schema, Transaction open) {
        while (true) {
            TableDefinition table = table(copy, schema);
            open.lock(RowStore.tableKey(table.table()), TableLockMode.ROW_EXCLUSIVE);
            for (ForeignKeyDefinition key : table.foreignKeys()) {
                schema.object(CatalogKind.TABLE, key.referenced())
                        .ifPresent(parent ->
                                open.lock(RowStore.tableKey(schema.table(parent).table()), TableLockMode.ACCESS_SHARE));
            }
            if (open.knowsCatalog(schema.lsn())) {
                return table;
            }
            schema.forget();
        }
    }

    /** Fails if a column that the options name is not there at all. */
    private static void checkThere(TableDefinition table, CopyColumns given) {
        for (List<String> names : List.of(given.quoted(), given.texts(), given.nulls())) {
            places(table, names);
        }
    }

    private static List<Integer> places(TableDefinition table, List<String> names) {
        List<Integer> places = new ArrayList<>();
        if (names.isEmpty()) {
            for (TableColumn column : table.columns()) {
                if (!column.dropped() && !column.isGenerated()) {
                    places.add(column.number() - 1);
                }
            }
            return places;
        }
        for (String name : names) {
            int place = table.place(name)
                    .orElseThrow(() -> new SqlException(
                            ErrorCode.UNDEFINED_COLUMN,
                            "column \"" + name + "\" of relation \"" + table.name() + "\" does not exist"));
            if (table.columns().get(place).isGenerated()) {
                throw new SqlException(
                                ErrorCode.INVALID_COLUMN_REFERENCE, "column \"" + name + "\" is a generated column")
                        .withDetail("Generated columns cannot be used in COPY.");
            }
            if (places.contains(place)) {
                throw new SqlException(ErrorCode.DUPLICATE_COLUMN, "column \"" + name + "\" specified more than once");
            }
            places.add(place);
        }
        return places;
    }

    private void copyIn(Maintenance.Copy copy, CopyFormat format, CopyColumns given, String text, ResultSink sink) {
        Transaction open = block.transaction();
        TableDefinition table;
        List<Integer> places;
        List<BoundCheck> checks;
        ReferenceGraph references;
        Map<Integer, Expression> defaults = new LinkedHashMap<>();
        DomainColumns domains;
        Optional<Expression> condition;
        int slots;
        try (SchemaReader schema = planner.openSchema()) {
            table = lockedTable(copy, schema, open);
            places = places(table, copy.columns());
            checkThere(table, given);
            RelationAccess access = new RelationAccess(table.object(), 0);
            places.forEach(place -> access.needs(Privilege.INSERT, place + 1));
            access.check(schema, schema.currentRole().id());
            given.checkCopied(places.stream()
                    .map(place -> table.columns().get(place).name())
                    .toList());
            BindContext context = new BindContext(text, schema, scope, List.of());
            checks = new StoredExpressions(context).checks(table);
            references = new ReferenceBinder(context).bind(table, BoundChange.Kind.INSERT);
            DataChangeBinder binder = new DataChangeBinder(context);
            for (TableColumn column : table.columns()) {
                boolean isCopied = places.contains(column.number() - 1);
                boolean domain = !column.declared().equals(column.type());
                if (!isCopied
                        && !column.dropped()
                        && !column.isGenerated()
                        && (domain || column.defaultText().isPresent())) {
                    defaults.put(column.number() - 1, binder.defaultOf(column));
                }
            }
            domains = DomainColumns.of(table, places, schema.types());
            condition = Optional.ofNullable(copy.where())
                    .map(where -> new StoredExpressions(context).copyCondition(where, table(copy, schema)));
            slots = context.slots();
        }
        long count = 0;
        try (Execution execution = runs.beginWithoutPlan(open, slots)) {
            scope.setRunning(execution);
            TableLoad load = new ChangeRunner(execution, table, checks, references).load();
            new EncodingConversion(encoding(format), TextEncoding.UTF8).requireKnown();
            CopyInput bytes = sink.copyIn(new CopyShape(places.size(), format.binary()));
            CopyRows rows = rows(bytes, format, given, table, places);
            try {
                count = load(execution, load, rows, table.columns().size(), defaults, domains, condition);
                load.finish();
                execution.finishChecks();
            } catch (SqlException error) {
                throw first(load, rows, error);
            }
        }
        sink.complete(CommandTag.COPY, count);
    }

    /** The encoding of the lines of text and CSV; texts in binary are in the client's whatever the options say. */
    private TextEncoding encoding(CopyFormat format) {
        return format.encoding()
                .filter(any -> !format.binary())
                .or(() -> TextEncoding.named(scope.setting("client_encoding")))
                .filter(encoding -> encoding != TextEncoding.SQL_ASCII)
                .orElse(TextEncoding.UTF8);
    }

    private CopyRows rows(
            CopyInput input, CopyFormat format, CopyColumns given, TableDefinition table, List<Integer> places) {
        TextEncoding encoding = encoding(format);
        EncodingConversion conversion = new EncodingConversion(encoding, TextEncoding.UTF8);
        if (format.binary()) {
            return new BinaryRows(input, table, places, converting(encoding, conversion));
        }
        CopyInput bytes = encoding == TextEncoding.UTF8 ? input : new ConvertedCopyInput(input, conversion);
        return format.csv()
                ? new CsvRows(bytes, format, given, table, places, scope.textInput())
                : new TextRows(bytes, format, given, table, places, scope.textInput());
    }

    private long load(
            Execution execution,
            TableLoad load,
            CopyRows rows,
            int columns,
            Map<Integer, Expression> defaults,
            DomainColumns domains,
            Optional<Expression> condition) {
        long count = 0;
        long lines = 0;
        while (next(rows, ++lines)) {
            try {
                domains.verify(execution, rows.row());
                RowSource row = rows.row();
                if (!defaults.isEmpty()) {
                    DefaultedRow completed = new DefaultedRow(row, columns, defaults);
                    completed.compute(execution);
                    row = completed;
                }
                if (condition.isPresent() && !Boolean.TRUE.equals(execution.value(condition.get(), row))) {
                    continue;
                }
                load.add(row);
            } catch (SqlException error) {
                throw load.refused().isPresent() ? error : rows.inLine(error);
            }
            count++;
            if (count % ROWS_BETWEEN_CHECKS == 0) {
                guard.check();
            }
        }
        return count;
    }

    private static Optional<BinaryTexts> converting(TextEncoding encoding, EncodingConversion conversion) {
        return encoding == TextEncoding.UTF8 ? Optional.empty() : Optional.of(new BinaryTexts(conversion::convert));
    }

    /** Reads the next row; what the client says of it, and bytes that are no text, are errors of its line. */
    private static boolean next(CopyRows rows, long line) {
        try {
            return rows.next();
        } catch (SqlException error) {
            boolean ofLine = switch (error.code()) {
                case QUERY_CANCELED, CHARACTER_NOT_IN_REPERTOIRE, UNTRANSLATABLE_CHARACTER -> true;
                default -> false;
            };
            throw ofLine && error.field(SqlException.Field.WHERE).isEmpty()
                    ? error.with(SqlException.Field.WHERE, rows.lineName(line))
                    : error;
        }
    }

    /** The error of the first line that has one: lines before may not have been inserted yet. */
    private static SqlException first(TableLoad load, CopyRows rows, SqlException error) {
        SqlException first = error;
        try {
            load.finish();
        } catch (SqlException earlier) {
            first = earlier;
        }
        return load.refused().isPresent()
                ? first.with(
                        SqlException.Field.WHERE, rows.lineName(load.refused().getAsLong() + 1))
                : first;
    }

    private void copyOut(Maintenance.Copy copy, CopyFormat format, CopyColumns given, String text, ResultSink sink) {
        String source = text;
        Statement query = copy.query();
        QualifiedName from = copy.table();
        if (query == null && from != null) {
            source = selectText(copy, given, from);
            query = PostgresParser.parse(source).getFirst().statement();
        }
        PreparedText prepared = planner.prepare(source, Optional.ofNullable(query), List.of());
        StatementRuns.Begun begun = runs.begin(planner, prepared, BoxedRow.empty());
        StatementPlan plan = begun.plan();
        long[] count = {0};
        try (Execution execution = begun.execution()) {
            ResultShape shape = plan.shape()
                    .orElseThrow(() -> new SqlException(
                            ErrorCode.FEATURE_NOT_SUPPORTED, "COPY query must have a RETURNING clause"));
            List<SqlType> types =
                    shape.columns().stream().map(ResultColumn::type).toList();
            scope.setRunning(execution);
            List<String> names =
                    shape.columns().stream().map(ResultColumn::name).toList();
            given.checkCopied(names);
            Set<Integer> quoted = given.quoted().stream().map(names::indexOf).collect(Collectors.toSet());
            TextEncoding encoding = encoding(format);
            EncodingConversion conversion = new EncodingConversion(TextEncoding.UTF8, encoding);
            CopyOutput client = sink.copyOut(new CopyShape(types.size(), format.binary()));
            CopyOutput out = format.binary() || encoding == TextEncoding.UTF8
                    ? client
                    : new ConvertedCopyOutput(client, conversion);
            CopiedOut writer = format.binary()
                    ? new BinaryCopyWriter(out, types, converting(encoding, conversion))
                    : new CopyWriter(out, format, scope.textInput().format(), types, quoted);
            writer.begin(names);
            if (plan.change().isPresent()) {
                BoundChange change = plan.change().get();
                new ChangeRunner(execution, change).runStatement(change, row -> {
                    writer.row(row);
                    count[0]++;
                });
            } else {
                count[0] = write(
                        new PlanRunner(execution).openStatement(plan.plan().orElseThrow()), writer);
            }
            writer.end();
        }
        sink.complete(CommandTag.COPY, count[0]);
    }

    private long write(RowIterator rows, CopiedOut writer) {
        long count = 0;
        while (rows.next()) {
            RowSource row = rows.row();
            writer.row(row);
            if (++count % ROWS_BETWEEN_CHECKS == 0) {
                guard.check();
            }
        }
        return count;
    }

    /** The query that reads the columns of a table that are to be copied. */
    private String selectText(Maintenance.Copy copy, CopyColumns given, QualifiedName from) {
        try (SchemaReader schema = planner.openSchema()) {
            TableDefinition table = table(copy, schema);
            checkThere(table, given);
            String columns = places(table, copy.columns()).stream()
                    .map(place -> Quoting.identifier(table.columns().get(place).name()))
                    .collect(Collectors.joining(", "));
            String name = from.parts().stream().map(Quoting::identifier).collect(Collectors.joining("."));
            return "SELECT " + columns + " FROM " + name;
        }
    }
}
