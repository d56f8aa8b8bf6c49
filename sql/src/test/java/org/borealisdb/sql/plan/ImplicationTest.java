package org.borealisdb.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.scalar.EvaluatorCompiler;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Frame;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.bind.IndexExpressions;
import org.borealisdb.sql.catalog.TypeLookup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ImplicationTest {
    /** Of the columns $1 and $2. */
    private static final List<SqlType> TYPES = List.of(BuiltInType.INT4.type(), BuiltInType.INT4.type());

    private static final List<String> CONDITIONS = List.of(
            "$1 < 3",
            "$1 <= 3",
            "$1 = 3",
            "$1 >= 3",
            "$1 > 3",
            "$1 <> 3",
            "3 < $1",
            "$1 < 4",
            "$1 > 2",
            "$1 > $2",
            "$1 is null",
            "$1 is not null",
            "$2 is not null",
            "$1 in (3, 4)",
            "$1 in (1, 3)",
            "$1 not in (1, 3)",
            "$1 = any (array[3, 4, 5])",
            "$1 = any ('{1,2,3}')",
            "$1 <> all (array[1, 3, 5])",
            "$1 <> all ('{}')",
            "$1 <> 5",
            "not ($1 = 3)",
            "$1 = 3 or $1 = 4",
            "$1 > 2 and $2 > 2",
            "$1 > 2 or $2 > 2",
            "not ($1 > 2)",
            "($1 > 2) is true",
            "($1 > 2) is false",
            "$1 + $2 > 5",
            "coalesce($1, 3) = 3");

    private static Expression condition(String text) {
        return IndexExpressions.read(text, TYPES, TypeLookup.BUILT_IN);
    }

    private static boolean follows(String given, String wanted) {
        List<Expression> parts = new ArrayList<>();
        Expressions.conjuncts(condition(given), parts);
        return Implication.holds(parts, condition(wanted));
    }

    private static boolean isTrue(Expression condition, @Nullable Long first, @Nullable Long second) {
        Frame frame = new Frame(EvaluationContext.IMMUTABLE);
        return EvaluatorCompiler.compile(condition).isTrue(frame.setRow(BoxedRow.of(first, second)));
    }

    @Test
    void whatItSaysIsSo() {
        List<@Nullable Long> values = new ArrayList<>(List.of(0L, 1L, 2L, 3L, 4L, 5L));
        values.add(null);
        for (String given : CONDITIONS) {
            for (String wanted : CONDITIONS) {
                if (!follows(given, wanted)) {
                    continue;
                }
                for (Long first : values) {
                    for (Long second : values) {
                        assertThat(!isTrue(condition(given), first, second) || isTrue(condition(wanted), first, second))
                                .as("%s follows from %s for %s, %s", wanted, given, first, second)
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void whatIsUsualIsFound() {
        assertThat(follows("$1 = 5", "$1 > 3")).isTrue();
        assertThat(follows("$1 > 5 and $2 = 1", "$1 > 3")).isTrue();
        assertThat(follows("$1 = 5", "$1 is not null")).isTrue();
        assertThat(follows("$1 + $2 > 5", "$2 is not null")).isTrue();
        assertThat(follows("$1 in (4, 5)", "$1 > 3")).isTrue();
        assertThat(follows("$1 = 4 or $1 = 5", "$1 > 3")).isTrue();
        assertThat(follows("$1 = 4", "$1 = 4 or $2 = 4")).isTrue();
        assertThat(follows("$1 in (4, 5)", "$1 = any (array[4, 5])")).isTrue();
        assertThat(follows("$1 = 4", "$1 = any (array[4, 5])")).isTrue();
        assertThat(follows("$1 = 5 or $1 = 4", "$1 in (4, 5, 6)")).isTrue();
        assertThat(follows("$1 = any ('{4,5}')", "$1 <> all (array[6, 7])")).isTrue();
        assertThat(follows("not ($1 = 3)", "$1 <> 3")).isTrue();
        assertThat(follows("$1 > 3", "$1 not in (1, 3)")).isTrue();
        assertThat(follows("$1 not in (1, 3)", "$1 <> 3")).isTrue();
        assertThat(follows("$1 in (4, 6)", "$1 = any (array[4, 5])")).isFalse();
        assertThat(follows("$1 <> all ('{}')", "$1 is not null")).isFalse();
        assertThat(follows("$1 > 3", "$1 > 5")).isFalse();
        assertThat(follows("$1 <> 3", "$1 > 3")).isFalse();
    }
}
