package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.sql.statistics.ColumnStatistics;
import org.jspecify.annotations.Nullable;

/** The statistics of a column, with its values as values. Belongs to one task. */
public final class ColumnFacts {
    private static final TextInput INPUT = new TextInput(SessionFormat.DEFAULT, 0);

    private final SqlType type;
    private final ColumnStatistics statistics;
    private @Nullable List<Object> common;
    private @Nullable List<Object> histogram;

    /** Makes the facts of a column of a type. */
    public ColumnFacts(SqlType type, ColumnStatistics statistics) {
        this.type = type;
        this.statistics = statistics;
    }

    SqlType type() {
        return type;
    }

    double nullFraction() {
        return statistics.nullFraction();
    }

    int width() {
        return statistics.width();
    }

    OptionalDouble correlation() {
        return statistics.correlation();
    }

    /** Returns how many values there are among so many rows. */
    double distinct(double rows) {
        double stated = statistics.distinct();
        return Math.max(1, stated < 0 ? -stated * rows : stated == 0 ? Math.min(rows, 200) : stated);
    }

    List<Double> frequencies() {
        return statistics.frequencies();
    }

    /** Returns the part of the rows that have one of the most common values. */
    double commonFraction() {
        double sum = 0;
        for (double each : statistics.frequencies()) {
            sum += each;
        }
        return sum;
    }

    List<Object> common() {
        List<Object> known = common;
        if (known == null) {
            known = values(statistics.common());
            common = known;
        }
        return known;
    }

    List<Object> histogram() {
        List<Object> known = histogram;
        if (known == null) {
            known = values(statistics.histogram());
            histogram = known;
        }
        return known;
    }

    /** Texts that cannot be read any more, as those of an enumeration's label that has gone, count for nothing. */
    private List<Object> values(List<String> texts) {
        List<Object> values = new ArrayList<>();
        for (String text : texts) {
            Optional<Object> value = value(text);
            if (value.isEmpty()) {
                return List.of();
            }
            values.add(value.get());
        }
        return values;
    }

    private Optional<Object> value(String text) {
        try {
            return Optional.ofNullable(INPUT.parse(type, text));
        } catch (SqlException unreadable) {
            return Optional.empty();
        }
    }
}
