package org.borealisdb.expr.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.Interval;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    private static final SqlType FLOAT8 = BuiltInType.FLOAT8.type();
    private static final List<Object> VALUES = List.of(1.0, 2.0, 2.0, 4.0, 4.0);

    private static @Nullable Object of(OrderedSet set, @Nullable Object fraction) {
        return Percentiles.of(set, fraction, FLOAT8, VALUES);
    }

    @Test
    void liesBetweenRows() {
        assertThat(of(OrderedSet.PERCENTILE_CONT, 0.125)).isEqualTo(1.5);
        assertThat(of(OrderedSet.PERCENTILE_CONT, 1.0)).isEqualTo(4.0);
        assertThat(of(OrderedSet.PERCENTILE_CONT, null)).isNull();
        Interval hour = new Interval(0, 0, 3_600_000_000L);
        Interval day = new Interval(0, 1, 0);
        assertThat(Percentiles.of(OrderedSet.PERCENTILE_CONT, 0.5, BuiltInType.INTERVAL.type(), List.of(hour, day)))
                .isEqualTo(new Interval(0, 0, 12 * 3_600_000_000L + 1_800_000_000L));
    }

    @Test
    void isOneOfTheRows() {
        assertThat(of(OrderedSet.PERCENTILE_DISC, 0.0)).isEqualTo(1.0);
        assertThat(of(OrderedSet.PERCENTILE_DISC, 0.6)).isEqualTo(2.0);
        assertThat(of(OrderedSet.PERCENTILE_DISC, 0.61)).isEqualTo(4.0);
    }

    @Test
    void answersArraysByArrays() {
        ArrayValue fractions = ArrayValue.of(FLOAT8, List.of(0.0, 1.0));
        assertThat(of(OrderedSet.PERCENTILE_DISC, fractions)).isEqualTo(ArrayValue.of(FLOAT8, List.of(1.0, 4.0)));
        assertThat(Percentiles.of(OrderedSet.PERCENTILE_DISC, fractions, FLOAT8, List.of()))
                .isNull();
    }

    @Test
    void theFirstOfTheMostFrequentCounts() {
        assertThat(of(OrderedSet.MODE, null)).isEqualTo(2.0);
        assertThat(Percentiles.of(OrderedSet.MODE, null, FLOAT8, List.of())).isNull();
    }

    @Test
    void fractionsAreThose() {
        for (double wrong : new double[] {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> of(OrderedSet.PERCENTILE_CONT, wrong))
                    .isInstanceOf(SqlException.class)
                    .hasMessageEndingWith("is not between 0 and 1");
        }
    }
}
