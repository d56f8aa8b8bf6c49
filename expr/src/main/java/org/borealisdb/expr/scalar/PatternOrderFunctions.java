package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.BPCHAR;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.OIDVECTOR;
import static org.borealisdb.expr.type.BuiltInType.TEXT;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.function.ToIntBiFunction;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.ValueOrder;

/**
 * Declares comparisons in another order than the type's own: texts by their bytes whatever the collation, as patterns are looked for, and vectors of numbers, the shorter first. A table: oids, names
 * and signatures are those of PostgreSQL 15's pg_proc.
 */
final class PatternOrderFunctions {
    private final FunctionTable table;

    PatternOrderFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        ToIntBiFunction<Object, Object> texts = (a, b) -> compare((String) a, (String) b);
        declare(2160, "text_pattern_lt", TEXT, texts, order -> order < 0);
        declare(2161, "text_pattern_le", TEXT, texts, order -> order <= 0);
        declare(2163, "text_pattern_ge", TEXT, texts, order -> order >= 0);
        declare(2164, "text_pattern_gt", TEXT, texts, order -> order > 0);
        ToIntBiFunction<Object, Object> padded =
                (a, b) -> compare(ValueOrder.withoutPadding((String) a), ValueOrder.withoutPadding((String) b));
        declare(2174, "bpchar_pattern_lt", BPCHAR, padded, order -> order < 0);
        declare(2175, "bpchar_pattern_le", BPCHAR, padded, order -> order <= 0);
        declare(2177, "bpchar_pattern_ge", BPCHAR, padded, order -> order >= 0);
        declare(2178, "bpchar_pattern_gt", BPCHAR, padded, order -> order > 0);
        ToIntBiFunction<Object, Object> vectors = (a, b) -> compare((ArrayValue) a, (ArrayValue) b);
        declare(619, "oidvectorne", OIDVECTOR, vectors, order -> order != 0);
        declare(677, "oidvectorlt", OIDVECTOR, vectors, order -> order < 0);
        declare(678, "oidvectorle", OIDVECTOR, vectors, order -> order <= 0);
        declare(679, "oidvectoreq", OIDVECTOR, vectors, order -> order == 0);
        declare(680, "oidvectorge", OIDVECTOR, vectors, order -> order >= 0);
        declare(681, "oidvectorgt", OIDVECTOR, vectors, order -> order > 0);
        table.immutable(
                404,
                "btoidvectorcmp",
                INT4,
                boxed((context, arguments) ->
                        (long) vectors.applyAsInt(NumericMath.value(arguments, 0), NumericMath.value(arguments, 1))),
                OIDVECTOR,
                OIDVECTOR);
    }

    private void declare(
            int oid, String name, BuiltInType type, ToIntBiFunction<Object, Object> order, IntPredicate wanted) {
        table.immutable(
                oid,
                name,
                BOOL,
                boxed((context, arguments) -> wanted.test(
                        order.applyAsInt(NumericMath.value(arguments, 0), NumericMath.value(arguments, 1)))),
                type,
                type);
    }

    private static int compare(String left, String right) {
        return Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    /** By size, then element by element; bounds don't count. */
    private static int compare(ArrayValue left, ArrayValue right) {
        if (left.size() != right.size()) {
            return Integer.signum(left.size() - right.size());
        }
        for (int i = 0; i < left.size(); i++) {
            int order = Long.compare(number(left, i), number(right, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** The element of a vector, which is never NULL. */
    private static long number(ArrayValue vector, int place) {
        return (Long) Objects.requireNonNull(vector.element(place));
    }
}
