package org.borealisdb.sql.service;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.borealisdb.engine.activity.TaskCounts;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ObjectNames;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.ast.DataChange;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.Query;
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
import org.borealisdb.sql.plan.ExplainUsage;
import org.borealisdb.sql.plan.ExplainValue;
import org.borealisdb.sql.plan.ExplainXml;
import org.borealisdb.sql.plan.ExplainYaml;
import org.borealisdb.sql.plan.ExplainedChange;
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
    private final TaskCounts work;

    /**
     * Makes the command of a session.
     *
     * @param work counts what its task does
     */
    ExplainCommand(
            StatementPlanner planner,
            StatementRuns runs,
            SessionScope scope,
            Settings settings,
            StatementGuard guard,
            TaskCounts work) {
        this.work = work;
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

    /**
     * A statement to be explained.
     *
     * @param parameters the values of its parameters
     * @param filling whether it only fills a table, and what is explained is where its rows come from
     */
    private record Explained(PreparedText statement, RowSource parameters, boolean filling) {}

    /** Makes the table of CREATE TABLE AS, and returns what fills it. */
    private Explained filling(
            Definition.CreateTableAs create,
            Consumer<Definition.CreateTableAs> definer,
            PreparedText command,
            RowSource parameters) {
        if (!(create.query() instanceof Query query)) {
            throw SqlException.notSupported("EXPLAIN ANALYZE of CREATE TABLE AS of this statement");
        }
        try (SchemaReader schema = planner.openSchema()) {
            if (create.ifNotExists() && schema.relation(create.name().parts()).isPresent()) {
                throw SqlException.notSupported("EXPLAIN ANALYZE of CREATE TABLE AS where the table exists");
            }
        }
        definer.accept(create.withoutData());
        DataChange fill = new DataChange.Insert(
                null,
                create.name(),
                null,
                List.of(),
                DataChange.Overriding.NONE,
                query,
                null,
                List.of(),
                create.position());
        return new Explained(planner.prepare(command.text, Optional.of(fill), command.declaredTypes), parameters, true);
    }

    private Explained explained(
            Maintenance.Explain explain,
            ExplainOptions options,
            PreparedText command,
            RowSource parameters,
            PreparedStatements known,
            Consumer<Definition.CreateTableAs> definer) {
        String text = command.text;
        Statement statement = explain.statement();
        if (statement instanceof Definition.CreateTableAs as) {
            if (options.analyze() && as.withData()) {
                return filling(as, definer, command, parameters);
            }
            if (options.analyze()) {
                throw SqlException.notSupported("EXPLAIN ANALYZE of CREATE TABLE AS WITH NO DATA");
            }
            statement = as.query();
        }
        if (statement instanceof SessionStatement.DeclareCursor cursor) {
            return new Explained(planner.prepareCursor(text, cursor.query(), command.declaredTypes), parameters, false);
        }
        if (statement instanceof SessionStatement.Execute execute) {
            PreparedText prepared = known.statement(execute.name());
            if (prepared.statement.filter(StatementPlanner::isPlanned).isEmpty()) {
                throw SqlException.notSupported("EXPLAIN of this statement");
            }
            return new Explained(prepared, planner.parameters(execute, text, prepared.parameterTypes(), runs), false);
        }
        if (!StatementPlanner.isPlanned(statement)) {
            throw SqlException.notSupported("EXPLAIN of this statement");
        }
        return new Explained(planner.prepare(text, Optional.of(statement), command.declaredTypes), parameters, false);
    }

    /**
     * Explains a statement.
     *
     * @param command the statement whose syntax it is
     * @param parameters the values of its parameters
     * @param known the session's prepared statements, of which EXECUTE names one
     * @param definer makes the table of CREATE TABLE AS
     */
    void run(
            Maintenance.Explain explain,
            PreparedText command,
            RowSource parameters,
            PreparedStatements known,
            Consumer<Definition.CreateTableAs> definer,
            ResultSink sink,
            ColumnFormats formats) {
        String text = command.text;
        ExplainOptions options = ExplainOptions.of(explain.options(), text);
        long started = guard.nanoTime();
        ExplainUsage before = PlanMeasure.usage(work);
        Explained explained = explained(explain, options, command, parameters, known, definer);
        PreparedText prepared = explained.statement();
        IdentityHashMap<Plan, PlanMeasure> measures = new IdentityHashMap<>();
        StatementPlan plan;
        long planned;
        ExplainUsage inPlanning;
        long returned = 0;
        if (options.analyze()) {
            StatementRuns.Begun begun = runs.begin(planner, prepared, explained.parameters());
            plan = begun.plan();
            planned = guard.nanoTime();
            inPlanning = PlanMeasure.usage(work).since(before);
            returned = execute(begun, measures);
        } else {
            plan = planner.lockedPlan(prepared);
            planned = guard.nanoTime();
            inPlanning = PlanMeasure.usage(work).since(before);
        }
        long ended = guard.nanoTime();
        ExplainUsage used = PlanMeasure.usage(work).since(before).since(inPlanning);
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
                            explained.filling() ? Optional.empty() : Optional.of(used),
                            scope.textInput().format()));
        }
        if (options.settings()) {
            Map<String, ExplainValue> values = new LinkedHashMap<>();
            ShownSettings.explained(settings).forEach((name, value) -> values.put(name, new ExplainValue.Text(value)));
            shown.put("Settings", new ExplainValue.Group(values));
        }
        if (options.buffers()) {
            shown.put("Planning", new ExplainValue.Group(inPlanning.buffers()));
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
            case XML -> List.of(ExplainXml.of(shown));
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
            Plan query = plan.plan().orElseThrow();
            List<SqlType> types = query.types();
            RowIterator rows = new PlanRunner(execution).openStatement(query);
            long given = 0;
            while (rows.next()) {
                // Values are computed when they are asked for.
                for (int column = 0; column < types.size(); column++) {
                    Values.read(rows.row(), column, types.get(column));
                }
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
            Optional<ExplainUsage> changed,
            SessionFormat format) {
        ExplainTree tree = new ExplainTree(
                        options.costs() ? Optional.of(estimator::of) : Optional.empty(),
                        measured(options, measures),
                        options.timing(),
                        options.verbose(),
                        format.withNames(ObjectNames.NONE))
                .with(plan.inWith().stream()
                        .map(each -> new ExplainedChange.InWith(each.answer(), explained(each.change())))
                        .toList());
        if (plan.change().isEmpty()) {
            return tree.query(plan.plan().orElseThrow());
        }
        BoundChange change = plan.change().get();
        if (changed.isEmpty()) {
            return tree.query(change.source());
        }
        return tree.change(
                explained(change),
                options.analyze() ? Optional.of(whole) : Optional.empty(),
                usage(options, options.analyze() ? changed.get() : ExplainUsage.NONE));
    }

    private static ExplainedChange explained(BoundChange change) {
        String operation = switch (change.kind()) {
            case INSERT -> "Insert";
            case UPDATE -> "Update";
            case DELETE -> "Delete";
        };
        return new ExplainedChange(operation, change.seen(), change.source(), change.values(), change.returning());
    }

    private static ExplainTree.Measures measured(ExplainOptions options, Map<Plan, PlanMeasure> measures) {
        return new ExplainTree.Measures() {
            @Override
            public Optional<ExplainActual> actual(Plan node) {
                return options.analyze() ? Optional.of(ExplainCommand.actual(measures.get(node))) : Optional.empty();
            }

            @Override
            public long removed(Plan scan) {
                PlanMeasure measure = measures.get(scan);
                return measure == null ? 0 : measure.removed();
            }

            @Override
            public long fetched(Plan scan) {
                PlanMeasure measure = measures.get(scan);
                return measure == null ? 0 : measure.fetched();
            }

            @Override
            public Map<String, ExplainValue> manner(Plan node) {
                PlanMeasure measure = measures.get(node);
                return measure == null ? Map.of() : measure.detail();
            }

            @Override
            public Map<String, ExplainValue> usage(Plan node) {
                PlanMeasure measure = measures.get(node);
                return ExplainCommand.usage(options, measure == null ? ExplainUsage.NONE : measure.used());
            }
        };
    }

    private static Map<String, ExplainValue> usage(ExplainOptions options, ExplainUsage used) {
        Map<String, ExplainValue> shown = new LinkedHashMap<>();
        if (options.buffers()) {
            shown.putAll(used.buffers());
        }
        if (options.log()) {
            shown.putAll(used.log());
        }
        return shown;
    }

    private static ExplainActual actual(@Nullable PlanMeasure measure) {
        return measure == null
                ? ExplainActual.NEVER
                : new ExplainActual(measure.nanosToFirst(), measure.nanos(), measure.rows(), measure.loops());
    }
}
