package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.bind.BoundChange;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.execute.ChangeRunner;
import org.borealisdb.sql.execute.Execution;
import org.borealisdb.sql.execute.PlanMeasure;
import org.borealisdb.sql.execute.PlanRunner;
import org.borealisdb.sql.execute.RowIterator;
import org.borealisdb.sql.optimize.CatalogKnowledge;
import org.borealisdb.sql.optimize.Estimator;
import org.borealisdb.sql.plan.ExplainText;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.Subquery;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.ResultColumn;
import org.borealisdb.sql.session.ResultShape;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.RowSink;

/** EXPLAIN. Belongs to the session's task. */
final class ExplainCommand {
    /** What EXPLAIN answers. */
    static final ResultShape SHAPE =
            new ResultShape(List.of(ResultColumn.computed("QUERY PLAN", BuiltInType.TEXT.type())));

    private final StatementPlanner planner;
    private final StatementRuns runs;
    private final SessionScope scope;
    private final StatementGuard guard;

    ExplainCommand(StatementPlanner planner, StatementRuns runs, SessionScope scope, StatementGuard guard) {
        this.planner = planner;
        this.runs = runs;
        this.scope = scope;
        this.guard = guard;
    }

    private record Options(boolean analyze, boolean costs, boolean timing, boolean summary) {
        static Options of(List<OptionItem> items) {
            boolean analyze = false;
            boolean costs = true;
            boolean timing = true;
            Optional<Boolean> summary = Optional.empty();
            for (OptionItem item : items) {
                switch (item.name()) {
                    case "analyze" -> analyze = isOn(item);
                    case "costs" -> costs = isOn(item);
                    case "timing" -> timing = isOn(item);
                    case "summary" -> summary = Optional.of(isOn(item));
                    case "verbose", "buffers", "settings", "wal" -> isOn(item);
                    case "format" -> {
                        String format = text(item).toLowerCase(Locale.ROOT);
                        if (!format.equals("text")) {
                            throw SqlException.notSupported("EXPLAIN in format " + format);
                        }
                    }
                    default ->
                        throw new SqlException(
                                ErrorCode.SYNTAX_ERROR, "unrecognized EXPLAIN option \"" + item.name() + "\"");
                }
            }
            return new Options(analyze, costs, timing, summary.orElse(analyze));
        }

        private static String text(OptionItem item) {
            return switch (item.value()) {
                case SyntaxExpression.Literal literal ->
                    switch (literal.kind()) {
                        case TRUE -> "true";
                        case FALSE -> "false";
                        default -> literal.text();
                    };
                case SyntaxExpression.ColumnReference word -> word.names().getLast();
                case null, default -> "true";
            };
        }

        private static boolean isOn(OptionItem item) {
            return switch (text(item).toLowerCase(Locale.ROOT)) {
                case "true", "on", "1" -> true;
                case "false", "off", "0" -> false;
                default -> throw new SqlException(ErrorCode.SYNTAX_ERROR, item.name() + " requires a Boolean value");
            };
        }
    }

    void run(Maintenance.Explain explain, String text, ResultSink sink, ColumnFormats formats) {
        Options options = Options.of(explain.options());
        Statement statement = explain.statement();
        if (!StatementPlanner.isPlanned(statement)) {
            throw SqlException.notSupported("EXPLAIN of this statement");
        }
        long started = guard.nanoTime();
        PreparedText prepared = planner.prepare(text, Optional.of(statement), List.of());
        IdentityHashMap<Plan, PlanMeasure> measures = new IdentityHashMap<>();
        StatementPlan plan;
        long planned;
        if (options.analyze()) {
            StatementRuns.Begun begun = runs.begin(planner, prepared, BoxedRow.empty());
            plan = begun.plan();
            planned = guard.nanoTime();
            execute(begun, measures);
        } else {
            plan = planner.lockedPlan(prepared);
            planned = guard.nanoTime();
        }
        long ended = guard.nanoTime();
        List<String> lines = new ArrayList<>();
        try (SchemaReader schema = planner.openSchema()) {
            Estimator estimator = new Estimator(new CatalogKnowledge(schema), Subquery::plan);
            lines.addAll(lines(plan, options, measures, estimator));
        }
        if (options.summary()) {
            lines.add("Planning Time: " + millis(planned - started) + " ms");
            if (options.analyze()) {
                lines.add("Execution Time: " + millis(ended - planned) + " ms");
            }
        }
        RowSink rows = sink.rows(SHAPE, formats);
        for (String line : lines) {
            rows.putObject(line);
            rows.endRow();
        }
        sink.complete(CommandTag.plain("EXPLAIN"), 0);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
    }

    private void execute(StatementRuns.Begun begun, IdentityHashMap<Plan, PlanMeasure> measures) {
        StatementPlan plan = begun.plan();
        try (Execution execution = begun.execution()) {
            execution.measure(measures, guard::nanoTime);
            scope.setRunning(execution);
            if (plan.change().isPresent()) {
                BoundChange change = plan.change().get();
                new ChangeRunner(execution, change).runStatement(change, row -> {
                    // Only the time matters.
                });
            } else {
                RowIterator rows =
                        new PlanRunner(execution).openStatement(plan.plan().orElseThrow());
                while (rows.next()) {
                    // Only the time matters.
                }
            }
        }
    }

    private static List<String> lines(
            StatementPlan plan, Options options, Map<Plan, PlanMeasure> measures, Estimator estimator) {
        Function<Plan, Optional<String>> actual = node -> !options.analyze()
                ? Optional.empty()
                : Optional.of(Optional.ofNullable(measures.get(node))
                        .map(measure -> measured(measure, options.timing()))
                        .orElse("(never executed)"));
        Function<Plan, Optional<String>> manner = node ->
                Optional.ofNullable(measures.get(node)).map(PlanMeasure::detail).filter(detail -> !detail.isEmpty());
        ExplainText text =
                new ExplainText(options.costs() ? Optional.of(estimator::of) : Optional.empty(), actual, manner);
        if (plan.change().isEmpty()) {
            return text.query(plan.plan().orElseThrow());
        }
        BoundChange change = plan.change().get();
        String verb = switch (change.kind()) {
            case INSERT -> "Insert";
            case UPDATE -> "Update";
            case DELETE -> "Delete";
        };
        return text.change(verb, change.table().name(), change.source());
    }

    private static String measured(PlanMeasure measure, boolean timing) {
        long loops = Math.max(1, measure.loops());
        String time = timing
                ? "time=" + millis(measure.nanosToFirst() / loops) + ".." + millis(measure.nanos() / loops) + " "
                : "";
        return "(actual " + time + "rows=" + Math.round((double) measure.rows() / loops) + " loops=" + loops + ")";
    }
}
