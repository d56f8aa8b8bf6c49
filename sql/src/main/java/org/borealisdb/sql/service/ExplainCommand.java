package org.borealisdb.sql.service;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.ObjectNames;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.bind.BoundChange;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.execute.ChangeRunner;
import org.borealisdb.sql.execute.Execution;
import org.borealisdb.sql.execute.PlanMeasure;
import org.borealisdb.sql.execute.PlanRunner;
import org.borealisdb.sql.execute.RowIterator;
import org.borealisdb.sql.optimize.CatalogKnowledge;
import org.borealisdb.sql.optimize.Estimator;
import org.borealisdb.sql.plan.ExplainActual;
import org.borealisdb.sql.plan.ExplainJson;
import org.borealisdb.sql.plan.ExplainText;
import org.borealisdb.sql.plan.ExplainTree;
import org.borealisdb.sql.plan.ExplainValue;
import org.borealisdb.sql.plan.ExplainYaml;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.Subquery;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.ResultColumn;
import org.borealisdb.sql.session.ResultShape;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.RowSink;
import org.jspecify.annotations.Nullable;

/** EXPLAIN. Belongs to the session's task. */
final class ExplainCommand {
    private final StatementPlanner planner;
    private final StatementRuns runs;
    private final SessionScope scope;
    private final Settings settings;
    private final StatementGuard guard;

    ExplainCommand(
            StatementPlanner planner, StatementRuns runs, SessionScope scope, Settings settings, StatementGuard guard) {
        this.planner = planner;
        this.runs = runs;
        this.scope = scope;
        this.settings = settings;
        this.guard = guard;
    }

    /** Returns the columns of an answer. */
    static ResultShape shape(Maintenance.Explain explain) {
        boolean json = ExplainOptions.shownFormat(explain.options()) == ExplainOptions.Format.JSON;
        SqlType type = (json ? BuiltInType.JSON : BuiltInType.TEXT).type();
        return new ResultShape(List.of(ResultColumn.computed("QUERY PLAN", type)));
    }

    /** A statement to be explained, and the values of its parameters. */
    private record Explained(PreparedText statement, RowSource parameters) {}

    private Explained explained(
            Maintenance.Explain explain, ExplainOptions options, String text, PreparedStatements known) {
        Statement statement = explain.statement();
        if (statement instanceof Definition.CreateTableAs as) {
            if (options.analyze()) {
                throw SqlException.notSupported("EXPLAIN ANALYZE of CREATE TABLE AS");
            }
            statement = as.query();
        }
        if (statement instanceof SessionStatement.DeclareCursor cursor) {
            statement = cursor.query();
        }
        if (statement instanceof SessionStatement.Execute execute) {
            PreparedText prepared = known.statement(execute.name());
            if (prepared.statement.filter(StatementPlanner::isPlanned).isEmpty()) {
                throw SqlException.notSupported("EXPLAIN of this statement");
            }
            return new Explained(prepared, planner.parameters(execute, text, prepared.parameterTypes(), runs));
        }
        if (!StatementPlanner.isPlanned(statement)) {
            throw SqlException.notSupported("EXPLAIN of this statement");
        }
        return new Explained(planner.prepare(text, Optional.of(statement), List.of()), BoxedRow.empty());
    }

    /**
     * Explains a statement.
     *
     * @param known the session's prepared statements, of which EXECUTE names one
     */
    void run(
            Maintenance.Explain explain,
            String text,
            PreparedStatements known,
            ResultSink sink,
            ColumnFormats formats) {
        ExplainOptions options = ExplainOptions.of(explain.options(), text);
        long started = guard.nanoTime();
        Explained explained = explained(explain, options, text, known);
        PreparedText prepared = explained.statement();
        IdentityHashMap<Plan, PlanMeasure> measures = new IdentityHashMap<>();
        StatementPlan plan;
        long planned;
        long returned = 0;
        if (options.analyze()) {
            StatementRuns.Begun begun = runs.begin(planner, prepared, explained.parameters());
            plan = begun.plan();
            planned = guard.nanoTime();
            returned = execute(begun, measures);
        } else {
            plan = planner.lockedPlan(prepared);
            planned = guard.nanoTime();
        }
        long ended = guard.nanoTime();
        Map<String, ExplainValue> shown = new LinkedHashMap<>();
        try (SchemaReader schema = planner.openSchema()) {
            Estimator estimator = new Estimator(new CatalogKnowledge(schema), Subquery::plan);
            ExplainActual whole = new ExplainActual(ended - planned, ended - planned, returned, 1);
            shown.put(
                    "Plan",
                    tree(
                            plan,
                            options,
                            measures,
                            estimator,
                            whole,
                            scope.textInput().format()));
        }
        if (options.settings()) {
            Map<String, ExplainValue> values = new LinkedHashMap<>();
            ShownSettings.explained(settings).forEach((name, value) -> values.put(name, new ExplainValue.Text(value)));
            shown.put("Settings", new ExplainValue.Group(values));
        }
        if (options.summary()) {
            shown.put("Planning Time", new ExplainValue.Numeral(ExplainTree.millis((double) (planned - started))));
        }
        if (options.analyze()) {
            shown.put("Triggers", new ExplainValue.Groups(List.of()));
        }
        if (options.summary() && options.analyze()) {
            shown.put("Execution Time", new ExplainValue.Numeral(ExplainTree.millis((double) (ended - planned))));
        }
        RowSink rows = sink.rows(shape(explain), formats);
        for (String row : written(new ExplainValue.Group(shown), options.format())) {
            rows.putObject(row);
            rows.endRow();
        }
        sink.complete(CommandTag.plain("EXPLAIN"), 0);
    }

    private static List<String> written(ExplainValue.Group shown, ExplainOptions.Format format) {
        return switch (format) {
            case TEXT -> ExplainText.of(shown);
            case JSON -> List.of(ExplainJson.of(shown));
            case YAML -> List.of(ExplainYaml.of(shown));
            case XML -> throw new IllegalArgumentException("options never ask for XML");
        };
    }

    /** Runs a statement, and returns how many rows it gave. */
    private long execute(StatementRuns.Begun begun, IdentityHashMap<Plan, PlanMeasure> measures) {
        StatementPlan plan = begun.plan();
        try (Execution execution = begun.execution()) {
            execution.measure(measures, guard::nanoTime);
            scope.setRunning(execution);
            if (plan.change().isPresent()) {
                BoundChange change = plan.change().get();
                long[] given = new long[1];
                new ChangeRunner(execution, change).runStatement(change, row -> given[0]++);
                return given[0];
            }
            RowIterator rows =
                    new PlanRunner(execution).openStatement(plan.plan().orElseThrow());
            long given = 0;
            while (rows.next()) {
                given++;
            }
            return given;
        }
    }

    private static ExplainValue.Group tree(
            StatementPlan plan,
            ExplainOptions options,
            Map<Plan, PlanMeasure> measures,
            Estimator estimator,
            ExplainActual whole,
            SessionFormat format) {
        Function<Plan, Optional<ExplainActual>> actual =
                node -> options.analyze() ? Optional.of(actual(measures.get(node))) : Optional.empty();
        Function<Plan, Map<String, ExplainValue>> manner = node -> {
            PlanMeasure measure = measures.get(node);
            return measure == null ? Map.of() : measure.detail();
        };
        ExplainTree tree = new ExplainTree(
                options.costs() ? Optional.of(estimator::of) : Optional.empty(),
                actual,
                options.timing(),
                manner,
                format.withNames(ObjectNames.NONE));
        if (plan.change().isEmpty()) {
            return tree.query(plan.plan().orElseThrow());
        }
        BoundChange change = plan.change().get();
        String operation = switch (change.kind()) {
            case INSERT -> "Insert";
            case UPDATE -> "Update";
            case DELETE -> "Delete";
        };
        Optional<ExplainActual> measured = options.analyze() ? Optional.of(whole) : Optional.empty();
        return tree.change(operation, change.table().name(), change.source(), measured);
    }

    private static ExplainActual actual(@Nullable PlanMeasure measure) {
        return measure == null
                ? ExplainActual.NEVER
                : new ExplainActual(measure.nanosToFirst(), measure.nanos(), measure.rows(), measure.loops());
    }
}
