package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.StoredText;
import org.borealisdb.sql.statistics.JointStatistics;
import org.jspecify.annotations.Nullable;

/** Extended statistics of a table, with their values as values. Belongs to one task. */
public final class JointFacts {
    private final List<Expression> dimensions;
    private final JointStatistics statistics;
    private final List<ColumnFacts> expressions = new ArrayList<>();
    private @Nullable List<Common> common;

    /** A value of all dimensions, as a row of these. */
    record Common(BoxedRow values, double frequency, double base) {}

    /**
     * Makes the facts.
     *
     * @param dimensions columns and expressions over the table's rows
     */
    public JointFacts(List<Expression> dimensions, JointStatistics statistics) {
        this.dimensions = List.copyOf(dimensions);
        this.statistics = statistics;
        int columns = dimensions.size() - statistics.expressions().size();
        for (int i = 0; i < statistics.expressions().size(); i++) {
            expressions.add(new ColumnFacts(
                    dimensions.get(columns + i).type(), statistics.expressions().get(i)));
        }
    }

    /** Returns which dimension an expression over the table's rows is; -1 if none. */
    int dimension(Expression expression) {
        return dimensions.indexOf(expression);
    }

    /** Returns what is known of an expression, if these are its statistics. */
    Optional<ColumnFacts> expression(Expression expression) {
        int place = dimension(expression) - (dimensions.size() - expressions.size());
        return place < 0 ? Optional.empty() : Optional.of(expressions.get(place));
    }

    /** Returns how many values some dimensions have together, if that is known. */
    OptionalDouble distinct(SortedSet<Integer> wanted) {
        return statistics.distinct().stream()
                .filter(each -> each.dimensions().equals(List.copyOf(wanted)))
                .mapToDouble(JointStatistics.Distinct::count)
                .findFirst();
    }

    /** Returns the strongest dependency among some dimensions: that on the most of them, and then the one that holds for the most rows. */
    Optional<JointStatistics.Dependency> strongest(Collection<Integer> among) {
        JointStatistics.Dependency best = null;
        for (JointStatistics.Dependency each : statistics.dependencies()) {
            boolean fits = among.contains(each.to()) && among.containsAll(each.from());
            if (fits
                    && (best == null
                            || each.from().size() > best.from().size()
                            || (each.from().size() == best.from().size() && each.degree() > best.degree()))) {
                best = each;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Returns the most common values; none if one of them cannot be read any more. */
    List<Common> common() {
        List<Common> known = common;
        if (known == null) {
            try {
                known = new ArrayList<>();
                for (JointStatistics.Common each : statistics.common()) {
                    @Nullable Object[] values = new Object[dimensions.size()];
                    for (int i = 0; i < values.length; i++) {
                        String text = each.values().get(i);
                        SqlType type = dimensions.get(i).type();
                        values[i] = text == null ? null : StoredText.parse(type, text);
                    }
                    known.add(new Common(BoxedRow.of(values), each.frequency(), each.base()));
                }
            } catch (SqlException unreadable) {
                known = List.of();
            }
            common = known;
        }
        return known;
    }
}
