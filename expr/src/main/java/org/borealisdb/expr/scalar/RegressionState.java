package org.borealisdb.expr.scalar;

import java.util.List;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.ArrayValue;
import org.jspecify.annotations.Nullable;

/**
 * What functions of regressions keep of pairs of numbers, which aggregates of users have as an array in this order.
 *
 * @param count how many pairs there are
 * @param sx the sum of the independent numbers
 * @param sxx the sum of the squares of their distances from their mean
 * @param sy the sum of the dependent numbers
 * @param syy the sum of the squares of their distances from their mean
 * @param sxy the sum of the products of both distances
 */
record RegressionState(double count, double sx, double sxx, double sy, double syy, double sxy) {
    private static final int SIZE = 6;

    static RegressionState of(String function, @Nullable Object state) {
        double[] numbers =
                TransitionFunctions.elements(state, SIZE, function + ": expected 6-element float8 array").stream()
                        .mapToDouble(Double.class::cast)
                        .toArray();
        return new RegressionState(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }

    ArrayValue value() {
        return ArrayValue.of(BuiltInType.FLOAT8.type(), List.of(count, sx, sxx, sy, syy, sxy));
    }

    boolean isEmpty() {
        return count < 1;
    }

    /** Adds a pair, by Youngs and Cramer's updating. */
    RegressionState with(double x, double y) {
        double n = count + 1;
        double newSx = sx + x;
        double newSy = sy + y;
        if (count == 0) {
            boolean badX = Double.isNaN(x) || Double.isInfinite(x);
            boolean badY = Double.isNaN(y) || Double.isInfinite(y);
            return new RegressionState(
                    n, newSx, badX ? Double.NaN : sxx, newSy, badY ? Double.NaN : syy, badX || badY ? Double.NaN : sxy);
        }
        double distanceX = x * n - newSx;
        double distanceY = y * n - newSy;
        double scale = 1.0 / (n * count);
        double newSxx = sxx + distanceX * distanceX * scale;
        double newSyy = syy + distanceY * distanceY * scale;
        double newSxy = sxy + distanceX * distanceY * scale;
        boolean infinite = Double.isInfinite(newSx)
                || Double.isInfinite(newSxx)
                || Double.isInfinite(newSy)
                || Double.isInfinite(newSyy)
                || Double.isInfinite(newSxy);
        if (infinite) {
            boolean overX = (Double.isInfinite(newSx) || Double.isInfinite(newSxx))
                    && !Double.isInfinite(sx)
                    && !Double.isInfinite(x);
            boolean overY = (Double.isInfinite(newSy) || Double.isInfinite(newSyy))
                    && !Double.isInfinite(sy)
                    && !Double.isInfinite(y);
            boolean overBoth = Double.isInfinite(newSxy)
                    && !Double.isInfinite(sx)
                    && !Double.isInfinite(x)
                    && !Double.isInfinite(sy)
                    && !Double.isInfinite(y);
            if (overX || overY || overBoth) {
                throw TransitionFunctions.overflow();
            }
        }
        return new RegressionState(n, newSx, finite(newSxx), newSy, finite(newSyy), finite(newSxy));
    }

    private static double finite(double value) {
        return Double.isInfinite(value) ? Double.NaN : value;
    }

    /** Adds the pairs of another state. */
    RegressionState with(RegressionState other) {
        if (count == 0) {
            return other;
        }
        if (other.count == 0) {
            return this;
        }
        double n = count + other.count;
        double distanceX = sx / count - other.sx / other.count;
        double distanceY = sy / count - other.sy / other.count;
        double scale = count * other.count / n;
        return new RegressionState(
                n,
                checked(sx + other.sx, sx, other.sx),
                checked(sxx + other.sxx + distanceX * distanceX * scale, sxx, other.sxx),
                checked(sy + other.sy, sy, other.sy),
                checked(syy + other.syy + distanceY * distanceY * scale, syy, other.syy),
                checked(sxy + other.sxy + distanceX * distanceY * scale, sxy, other.sxy));
    }

    private static double checked(double sum, double one, double other) {
        if (Double.isInfinite(sum) && !Double.isInfinite(one) && !Double.isInfinite(other)) {
            throw TransitionFunctions.overflow();
        }
        return sum;
    }

    @Nullable
    Object determination() {
        if (isEmpty() || sxx == 0) {
            return null;
        }
        return syy == 0 ? (Object) 1.0 : (Object) (sxy * sxy / (sxx * syy));
    }

    @Nullable
    Object slope() {
        return isEmpty() || sxx == 0 ? null : (Object) (sxy / sxx);
    }

    @Nullable
    Object intercept() {
        return isEmpty() || sxx == 0 ? null : (Object) ((sy - sx * sxy / sxx) / count);
    }

    @Nullable
    Object correlation() {
        return isEmpty() || sxx == 0 || syy == 0 ? null : (Object) (sxy / Math.sqrt(sxx * syy));
    }
}
