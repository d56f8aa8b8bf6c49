package org.borealisdb.sql.service;

import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.TransactionStatement;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.execute.ChangeRunner;
import org.borealisdb.sql.execute.Execution;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.RowSink;
import org.borealisdb.sql.session.SessionClient;
import org.borealisdb.sql.session.SqlNotice;
import org.borealisdb.sql.system.DefinitionRunner;

/** Runs the statements that have no plan. Belongs to the session's task. */
final class UtilityCommands {
    private final Database database;
    private final TransactionBlock block;
    private final StatementPlanner planner;
    private final StatementRuns runs;
    private final CopyCommand copy;
    private final Settings settings;
    private final SessionClient client;
    private final Notices notices;

    UtilityCommands(
            Database database,
            TransactionBlock block,
            StatementPlanner planner,
            StatementRuns runs,
            CopyCommand copy,
            Settings settings,
            SessionClient client,
            Notices notices) {
        this.database = database;
        this.block = block;
        this.planner = planner;
        this.runs = runs;
        this.copy = copy;
        this.settings = settings;
        this.client = client;
        this.notices = notices;
    }

    /**
     * Runs a statement.
     *
     * @param prepared the session's prepared statements and portals, which some statements change
     */
    void run(PreparedText statement, PreparedStatements prepared, ResultSink sink, ColumnFormats formats) {
        Statement syntax = statement.statement.orElseThrow();
        switch (syntax) {
            case TransactionStatement control -> block.run(control, sink);
            case Definition definition -> sink.complete(CommandTag.plain(define(definition, statement.text)), 0);
            case Maintenance.Truncate truncate -> {
                try (SchemaReader schema = planner.openSchema()) {
                    definitions(statement.text, schema).truncate(truncate.tables());
                }
                sink.complete(CommandTag.plain("TRUNCATE TABLE"), 0);
            }
            case Maintenance.Vacuum vacuum -> sink.complete(CommandTag.plain("VACUUM"), 0);
            case Maintenance.Analyze analyze -> sink.complete(CommandTag.plain("ANALYZE"), 0);
            case Maintenance.Checkpoint checkpoint -> sink.complete(CommandTag.plain("CHECKPOINT"), 0);
            case Maintenance.Copy rows -> copy.run(rows, sink);
            case SessionStatement.Set set -> {
                List<String> values =
                        set.values().stream().map(UtilityCommands::textOf).toList();
                if (values.isEmpty()) {
                    settings.reset(set.name());
                } else {
                    settings.set(set.name(), String.join(", ", values));
                }
                tell(set.name());
                sink.complete(CommandTag.plain("SET"), 0);
            }
            case SessionStatement.Reset reset -> {
                settings.reset(reset.name());
                settings.reported().forEach(client::settingChanged);
                sink.complete(CommandTag.plain("RESET"), 0);
            }
            case SessionStatement.Show show -> {
                String value = settings.get(show.name());
                RowSink rows = sink.rows(statement.shape.orElseThrow(), formats);
                rows.putObject(value);
                rows.endRow();
                sink.complete(CommandTag.plain("SHOW"), 0);
            }
            case SessionStatement.Discard discard -> sink.complete(CommandTag.plain("DISCARD ALL"), 0);
            case SessionStatement.Deallocate deallocate -> {
                Optional.ofNullable(deallocate.name())
                        .ifPresentOrElse(prepared::closeStatement, prepared::forgetStatements);
                sink.complete(CommandTag.plain("DEALLOCATE"), 0);
            }
            default -> throw SqlException.notSupported("this statement");
        }
    }

    private static String textOf(SyntaxExpression value) {
        return switch (value) {
            case SyntaxExpression.Literal literal ->
                switch (literal.kind()) {
                    case TRUE -> "on";
                    case FALSE -> "off";
                    default -> literal.text();
                };
            case SyntaxExpression.Unary unary -> unary.operator().last() + textOf(unary.operand());
            case SyntaxExpression.ColumnReference name -> name.names().getLast();
            default -> throw SqlException.notSupported("this value of a setting");
        };
    }

    private void tell(String name) {
        if (settings.isReported(name)) {
            client.settingChanged(settings.shown(name), settings.get(name));
        }
    }

    private String define(Definition definition, String text) {
        try (SchemaReader schema = planner.openSchema()) {
            return definitions(text, schema).run(definition);
        }
    }

    private DefinitionRunner definitions(String text, SchemaReader schema) {
        Transaction open = block.transaction();
        return new DefinitionRunner(
                database,
                open,
                schema,
                text,
                message -> notices.send(SqlNotice.Level.NOTICE, ErrorCode.SUCCESSFUL_COMPLETION, message),
                (from, to) -> {
                    try (Execution execution = runs.beginWithoutPlan(open)) {
                        new ChangeRunner(execution, to).copyFrom(from);
                    }
                });
    }
}
