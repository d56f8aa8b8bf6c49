package org.borealisdb.expr.aggregate;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;
import org.jspecify.annotations.Nullable;

/** The aggregates of pairs {@code (y, x)}: the least-squares line, covariances and the correlation. */
final class Regression {
    /** One of them: its name, PostgreSQL's identifier, and what it answers of the pairs so far, NULL if that says nothing. */
    private record Kind(String name, int oid, Function<Pairs, @Nullable Object> answer) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("regr_count", 2818, pairs -> (long) pairs.count),
            new Kind("regr_sxx", 2819, pairs -> from(pairs, 1, pairs.xx)),
            new Kind("regr_syy", 2820, pairs -> from(pairs, 1, pairs.yy)),
            new Kind("regr_sxy", 2821, pairs -> from(pairs, 1, pairs.xy)),
            new Kind("regr_avgx", 2822, pairs -> from(pairs, 1, pairs.x / pairs.count)),
            new Kind("regr_avgy", 2823, pairs -> from(pairs, 1, pairs.y / pairs.count)),
            new Kind("regr_r2", 2824, Regression::determination),
            new Kind("regr_slope", 2825, pairs -> pairs.xx == 0 ? null : from(pairs, 1, pairs.xy / pairs.xx)),
            new Kind(
                    "regr_intercept",
                    2826,
                    pairs -> pairs.xx == 0
                            ? null
                            : from(pairs, 1, (pairs.y - pairs.x * pairs.xy / pairs.xx) / pairs.count)),
            new Kind("covar_pop", 2827, pairs -> from(pairs, 1, pairs.xy / pairs.count)),
            new Kind("covar_samp", 2828, pairs -> from(pairs, 2, pairs.xy / (pairs.count - 1))),
            new Kind(
                    "corr",
                    2829,
                    pairs -> pairs.xx == 0 || pairs.yy == 0
                            ? null
                            : from(pairs, 1, pairs.xy / Math.sqrt(pairs.xx * pairs.yy))));

    private Regression() {}

    static boolean isOne(String name) {
        return KINDS.stream().anyMatch(kind -> kind.name().equals(name));
    }

    /** Returns the aggregate for arguments that are numbers or literals without a type. */
    static Optional<Aggregate> find(String name, List<SqlType> types) {
        boolean numbers = types.size() == 2
                && types.stream()
                        .allMatch(type -> type.is(BuiltInType.UNKNOWN)
                                || (type.category() == TypeCategory.NUMERIC && !type.is(BuiltInType.OID)));
        SqlType number = BuiltInType.FLOAT8.type();
        return KINDS.stream()
                .filter(kind -> numbers && kind.name().equals(name))
                .map(kind -> new Aggregate(
                        kind.oid(),
                        name,
                        List.of(number, number),
                        name.equals("regr_count") ? BuiltInType.INT8.type() : number,
                        () -> new Pairs(kind)))
                .findFirst();
    }

    private static @Nullable Object from(Pairs pairs, int least, double answer) {
        return pairs.count < least ? null : (Object) answer;
    }

    private static @Nullable Object determination(Pairs pairs) {
        if (pairs.count == 0 || pairs.xx == 0) {
            return null;
        }
        return pairs.yy == 0 ? 1.0 : pairs.xy * pairs.xy / (pairs.xx * pairs.yy);
    }

    /** Sums of the pairs and of products of distances from the means, which each pair corrects (Youngs and Cramer). */
    private static final class Pairs implements Accumulator {
        private final Kind kind;
        private double count;
        private double x;
        private double y;
        private double xx;
        private double yy;
        private double xy;

        Pairs(Kind kind) {
            this.kind = kind;
        }

        @Override
        public void add(@Nullable Object... arguments) {
            if (!(arguments[0] instanceof Double newY) || !(arguments[1] instanceof Double newX)) {
                return;
            }
            boolean infiniteX = Double.isInfinite(x) || Double.isInfinite(newX);
            boolean infiniteY = Double.isInfinite(y) || Double.isInfinite(newY);
            count++;
            x += newX;
            y += newY;
            if (count == 1) {
                xx = Double.isFinite(newX) ? 0 : Double.NaN;
                yy = Double.isFinite(newY) ? 0 : Double.NaN;
                xy = xx + yy;
                return;
            }
            double distanceX = newX * count - x;
            double distanceY = newY * count - y;
            double scale = 1 / (count * (count - 1));
            xx += distanceX * distanceX * scale;
            yy += distanceY * distanceY * scale;
            xy += distanceX * distanceY * scale;
            checkOverflow(infiniteX, infiniteY);
        }

        /** Fails if finite numbers led to infinite sums; products that are infinite for good reason are no numbers. */
        private void checkOverflow(boolean infiniteX, boolean infiniteY) {
            boolean overflow = ((Double.isInfinite(x) || Double.isInfinite(xx)) && !infiniteX)
                    || ((Double.isInfinite(y) || Double.isInfinite(yy)) && !infiniteY)
                    || (Double.isInfinite(xy) && !infiniteX && !infiniteY);
            if (overflow) {
                throw StatisticAccumulators.overflow();
            }
            xx = Double.isInfinite(xx) ? Double.NaN : xx;
            yy = Double.isInfinite(yy) ? Double.NaN : yy;
            xy = Double.isInfinite(xy) ? Double.NaN : xy;
        }

        @Override
        public @Nullable Object result() {
            return kind.answer().apply(this);
        }
    }
}
