package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.scalar.EvaluatorCompiler;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Frame;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.bind.IndexExpressions;
import org.borealisdb.sql.catalog.ExtendedStatistics;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.statistics.ColumnStatistics;
import org.borealisdb.sql.statistics.ColumnSummary;
import org.borealisdb.sql.statistics.JointStatistics;
import org.borealisdb.sql.statistics.JointSummary;
import org.borealisdb.sql.statistics.WideValue;
import org.jspecify.annotations.Nullable;

/** The rows of a sample as extended statistics see them: with a value for each of their dimensions. Belongs to one task. */
final class JointSample {
    private static final int DEFAULT_TARGET = 100;

    private final ExtendedStatistics statistics;
    private final List<Integer> places;
    private final List<Expression> expressions;
    private final List<SqlType> types = new ArrayList<>();

    JointSample(SchemaReader schema, TableDefinition table, ExtendedStatistics statistics) {
        this.statistics = statistics;
        this.places = statistics.columns().stream().map(number -> number - 1).toList();
        List<SqlType> columns = table.columns().stream().map(TableColumn::type).toList();
        this.expressions = statistics.expressions().stream()
                .map(text -> IndexExpressions.read(text, columns, schema.types()))
                .toList();
        places.forEach(place -> types.add(columns.get(place)));
        expressions.forEach(expression -> types.add(expression.type()));
    }

    /** Returns what is known of the dimensions, by a sample of so many rows that is not empty. */
    JointStatistics summary(List<BoxedRow> sample, long total, Runnable step) {
        List<Evaluator> evaluators =
                expressions.stream().map(EvaluatorCompiler::compile).toList();
        List<BoxedRow> rows = new ArrayList<>();
        for (BoxedRow row : sample) {
            step.run();
            @Nullable Object[] values = new Object[types.size()];
            for (int i = 0; i < places.size(); i++) {
                values[i] = row.isNull(places.get(i)) ? null : row.objectAt(places.get(i));
            }
            for (int i = 0; i < expressions.size(); i++) {
                values[places.size() + i] = value(expressions.get(i), evaluators.get(i), row);
            }
            rows.add(BoxedRow.of(values));
        }
        List<ColumnStatistics> ofExpressions = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) {
            step.run();
            ofExpressions.add(
                    ColumnSummary.of(expressions.get(i).type(), rows, places.size() + i, total, ColumnSummary.TARGET));
        }
        boolean several = types.size() > 1;
        JointSummary summary = new JointSummary(several ? types : List.of(), rows, total, step);
        return new JointStatistics(
                statistics.has(ExtendedStatistics.DISTINCT) ? summary.distinct() : List.of(),
                statistics.has(ExtendedStatistics.DEPENDENCIES) ? summary.dependencies() : List.of(),
                statistics.has(ExtendedStatistics.COMMON)
                        ? summary.common(statistics.target() < 0 ? DEFAULT_TARGET : statistics.target())
                        : List.of(),
                ofExpressions);
    }

    /** The value of an expression: none if it fails for the row, and a long one if it reads one. */
    private static @Nullable Object value(Expression expression, Evaluator evaluator, BoxedRow row) {
        for (int place : Expressions.columns(List.of(expression))) {
            if (!row.isNull(place) && row.objectAt(place) instanceof WideValue wide) {
                return wide;
            }
        }
        try {
            Frame frame = new Frame(EvaluationContext.IMMUTABLE).setRow(row);
            Object value = EvaluatorCompiler.box(evaluator, expression.type(), frame);
            return value == null ? null : WideValue.kept(expression.type(), value);
        } catch (SqlException fails) {
            return null;
        }
    }
}
