package org.borealisdb.expr.scalar;

/**
 * Trigonometric functions of degrees. They are exact at multiples of 30 and 45 degrees: there, what the functions of radians give
 * is divided by what they give for the angle that is known.
 */
final class Degrees {
    private static final double RADIANS = Math.PI / 180;
    private static final double SINE_30 = Math.sin(30 * RADIANS);
    private static final double ONE_MINUS_COSINE_60 = 1 - Math.cos(60 * RADIANS);
    private static final double ARC_SINE_HALF = Math.asin(0.5);
    private static final double ARC_COSINE_HALF = Math.acos(0.5);
    private static final double ARC_TANGENT_1 = Math.atan(1);
    private static final double TANGENT_45 = sineOfQuarter(45) / cosineOfQuarter(45);
    private static final double COTANGENT_45 = cosineOfQuarter(45) / sineOfQuarter(45);

    private Degrees() {}

    private static double sineTo30(double angle) {
        return Math.sin(angle * RADIANS) / SINE_30 / 2;
    }

    private static double cosineTo60(double angle) {
        return 1 - (1 - Math.cos(angle * RADIANS)) / ONE_MINUS_COSINE_60 / 2;
    }

    private static double sineOfQuarter(double angle) {
        return angle <= 30 ? sineTo30(angle) : cosineTo60(90 - angle);
    }

    private static double cosineOfQuarter(double angle) {
        return angle <= 60 ? cosineTo60(angle) : sineTo30(90 - angle);
    }

    static double sine(double angle) {
        double sign = angle < 0 ? -1 : 1;
        double rest = Math.abs(angle % 360);
        if (rest > 180) {
            rest = 360 - rest;
            sign = -sign;
        }
        return sign * sineOfQuarter(rest > 90 ? 180 - rest : rest);
    }

    static double cosine(double angle) {
        double rest = Math.abs(angle % 360);
        rest = rest > 180 ? 360 - rest : rest;
        return rest > 90 ? -cosineOfQuarter(180 - rest) : cosineOfQuarter(rest);
    }

    static double tangent(double angle) {
        return quotient(angle, false);
    }

    static double cotangent(double angle) {
        return quotient(angle, true);
    }

    private static double quotient(double angle, boolean inverse) {
        double sign = angle < 0 ? -1 : 1;
        double rest = Math.abs(angle % 360);
        if (rest > 180) {
            rest = 360 - rest;
            sign = -sign;
        }
        if (rest > 90) {
            rest = 180 - rest;
            sign = -sign;
        }
        double sine = sineOfQuarter(rest);
        double cosine = cosineOfQuarter(rest);
        double result = inverse ? sign * (cosine / sine / COTANGENT_45) : sign * (sine / cosine / TANGENT_45);
        return result == 0 ? 0 : result;
    }

    private static double arcSineOfQuarter(double value) {
        return value <= 0.5 ? Math.asin(value) / ARC_SINE_HALF * 30 : 90 - Math.acos(value) / ARC_COSINE_HALF * 60;
    }

    private static double arcCosineOfQuarter(double value) {
        return value <= 0.5 ? 90 - Math.asin(value) / ARC_SINE_HALF * 30 : Math.acos(value) / ARC_COSINE_HALF * 60;
    }

    static double arcSine(double value) {
        return value >= 0 ? arcSineOfQuarter(value) : -arcSineOfQuarter(-value);
    }

    static double arcCosine(double value) {
        return value >= 0 ? arcCosineOfQuarter(value) : 90 + arcSineOfQuarter(-value);
    }

    static double arcTangent(double value) {
        return Math.atan(value) / ARC_TANGENT_1 * 45;
    }

    static double arcTangent(double y, double x) {
        return Math.atan2(y, x) / ARC_TANGENT_1 * 45;
    }
}
