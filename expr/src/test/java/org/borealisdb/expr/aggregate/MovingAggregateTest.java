package org.borealisdb.expr.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.Numeric;
import org.junit.jupiter.api.Test;

/** An accumulator that values were taken out of answers as one that never had them. */
class MovingAggregateTest {
    private static final int STEPS = 2000;

    private static Accumulator of(String name, BuiltInType type) {
        return Aggregate.find(name, List.of(type.type())).orElseThrow().begin(EvaluationContext.IMMUTABLE);
    }

    private static Object value(BuiltInType type, Random random) {
        if (type == BuiltInType.NUMERIC) {
            int kind = random.nextInt(50);
            return kind == 0
                    ? Numeric.NAN
                    : kind == 1 ? Numeric.POSITIVE_INFINITY : Numeric.of(random.nextLong(), random.nextInt(4));
        }
        return type == BuiltInType.INT8 ? random.nextLong() : (Object) (long) random.nextInt();
    }

    private static void slide(String name, BuiltInType type, long seed) {
        Random random = new Random(seed);
        Deque<Object> inside = new ArrayDeque<>();
        Accumulator moving = of(name, type);
        for (int i = 0; i < STEPS; i++) {
            if (inside.size() > 5 || (!inside.isEmpty() && random.nextInt(3) == 0)) {
                Object first = inside.removeFirst();
                if (!moving.remove(first)) {
                    moving = of(name, type);
                    inside.forEach(moving::add);
                }
            } else {
                Object next = value(type, random);
                inside.addLast(next);
                moving.add(next);
            }
            Accumulator anew = of(name, type);
            inside.forEach(anew::add);
            assertThat(String.valueOf(moving.result()))
                    .as("%s of %s, seed %d, step %d", name, type, seed, i)
                    .isEqualTo(String.valueOf(anew.result()));
        }
    }

    @Test
    void takesValuesOut() {
        for (long seed = 1; seed <= 5; seed++) {
            slide("count", BuiltInType.INT4, seed);
            slide("sum", BuiltInType.INT4, seed);
            slide("avg", BuiltInType.INT8, seed);
            slide("sum", BuiltInType.INT8, seed);
            slide("sum", BuiltInType.NUMERIC, seed);
            slide("avg", BuiltInType.NUMERIC, seed);
        }
    }

    @Test
    void saysWhatItCannotTakeOut() {
        Accumulator largest = of("max", BuiltInType.INT4);
        largest.add(7L);
        largest.add(3L);
        assertThat(largest.remove(7L)).isFalse();
        assertThat(Objects.requireNonNull(largest.result())).isEqualTo(7L);
    }

    @Test
    void scaleFollowsWhatIsLeft() {
        Accumulator sum = of("sum", BuiltInType.NUMERIC);
        sum.add(Numeric.of(125, 2));
        sum.add(Numeric.of(1));
        assertThat(sum.remove(Numeric.of(125, 2))).as("its scale would stay").isFalse();
        assertThat(String.valueOf(sum.result())).isEqualTo("2.25");
    }
}
