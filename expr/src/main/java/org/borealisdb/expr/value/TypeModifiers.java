package org.borealisdb.expr.value;

import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_SECOND;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.bits.BitString;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.DomainType;
import org.borealisdb.expr.type.EnumType;
import org.borealisdb.expr.type.ScalarType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeModifier;
import org.jspecify.annotations.Nullable;

/** Fits values to a type's modifier: lengths of strings and bit strings, precision of numeric and of times. */
public final class TypeModifiers {
    private static final long[] FRACTION_STEP = {MICROS_PER_SECOND, 100_000, 10_000, 1000, 100, 10, 1};

    private TypeModifiers() {}

    /** Returns whether a value of the type can need fitting. */
    public static boolean apply(SqlType type) {
        return type.modifier() >= 0;
    }

    /**
     * Returns a boxed value fitted to the type's modifier.
     *
     * @param explicit whether a cast asks for it: then strings are cut and bits filled up, else only spaces may go and the rest fails with 22001, or 22026
     */
    public static Object fit(SqlType type, Object value, boolean explicit) {
        if (type.modifier() < 0) {
            return value;
        }
        return switch (type) {
            case ScalarType scalar -> fitScalar(scalar, value, explicit);
            case CompositeType _, EnumType _, DomainType _ -> value;
            case ArrayType array -> {
                ArrayValue arrayValue = (ArrayValue) value;
                List<@Nullable Object> fitted = new ArrayList<>(arrayValue.size());
                for (@Nullable Object element : arrayValue.elements()) {
                    fitted.add(element == null ? null : fit(array.element(), element, explicit));
                }
                yield arrayValue.withElements(array.element(), fitted);
            }
        };
    }

    private static Object fitScalar(ScalarType type, Object value, boolean explicit) {
        int modifier = type.modifier();
        return switch (type.base()) {
            case VARCHAR -> fitVarchar((String) value, TypeModifier.length(modifier), explicit);
            case BPCHAR -> fitPadded((String) value, TypeModifier.length(modifier), explicit);
            case BIT -> fitBits((BitString) value, modifier, explicit);
            case VARBIT -> fitVaryingBits((BitString) value, modifier, explicit);
            case NUMERIC -> ((Numeric) value).fitted(TypeModifier.precision(modifier), TypeModifier.scale(modifier));
            case TIMETZ ->
                ZonedTimes.of(roundedMicros(ZonedTimes.time((Long) value), modifier), ZonedTimes.offset((Long) value));
            case TIME, TIMESTAMP, TIMESTAMPTZ -> roundedMicros((Long) value, modifier);
            case INTERVAL -> fitInterval((Interval) value, modifier);
            default -> value;
        };
    }

    /** Cuts what is smaller than the last of the fields; larger parts stay even if the fields begin below them. */
    private static Interval fitInterval(Interval interval, int modifier) {
        if (modifier < 0) {
            return interval;
        }
        int fields = TypeModifier.intervalFields(modifier);
        long micros = roundedMicros(interval.micros(), TypeModifier.intervalPrecision(modifier));
        if ((fields & IntervalUnit.SECOND.mask()) != 0) {
            return new Interval(interval.months(), interval.days(), micros);
        }
        if ((fields & IntervalUnit.MINUTE.mask()) != 0) {
            return new Interval(interval.months(), interval.days(), micros - micros % CivilCalendar.MICROS_PER_MINUTE);
        }
        if ((fields & IntervalUnit.HOUR.mask()) != 0) {
            return new Interval(interval.months(), interval.days(), micros - micros % CivilCalendar.MICROS_PER_HOUR);
        }
        if ((fields & IntervalUnit.DAY.mask()) != 0) {
            return new Interval(interval.months(), interval.days(), 0);
        }
        int months = interval.months();
        return new Interval((fields & IntervalUnit.MONTH.mask()) != 0 ? months : months - months % 12, 0, 0);
    }

    /** Returns microseconds rounded to so many digits after the second, halves away from zero; infinities stay. */
    public static long roundedMicros(long micros, int digits) {
        if (digits < 0 || digits >= 6 || CivilCalendar.isInfinite(micros)) {
            return micros;
        }
        long step = FRACTION_STEP[digits];
        long rest = micros % step;
        long down = micros - rest;
        if (rest * 2 >= step) {
            return down + step;
        }
        return rest * 2 <= -step ? down - step : down;
    }

    private static String fitVarchar(String text, int length, boolean explicit) {
        if (text.length() <= length) {
            return text;
        }
        int characters = text.codePointCount(0, text.length());
        if (characters <= length) {
            return text;
        }
        int end = text.offsetByCodePoints(0, length);
        if (!explicit) {
            checkOnlySpaces(text, end, "character varying", length);
        }
        return text.substring(0, end);
    }

    private static String fitPadded(String text, int length, boolean explicit) {
        int characters = text.codePointCount(0, text.length());
        if (characters == length) {
            return text;
        }
        if (characters < length) {
            return text + " ".repeat(length - characters);
        }
        int end = text.offsetByCodePoints(0, length);
        if (!explicit) {
            checkOnlySpaces(text, end, "character", length);
        }
        return text.substring(0, end);
    }

    private static BitString fitBits(BitString bits, int length, boolean explicit) {
        if (bits.length() == length) {
            return bits;
        }
        if (!explicit) {
            throw new SqlException(
                    ErrorCode.STRING_DATA_LENGTH_MISMATCH,
                    "bit string length " + bits.length() + " does not match type bit(" + length + ")");
        }
        return bits.resized(length);
    }

    private static BitString fitVaryingBits(BitString bits, int length, boolean explicit) {
        if (bits.length() <= length) {
            return bits;
        }
        if (!explicit) {
            throw new SqlException(
                    ErrorCode.STRING_DATA_RIGHT_TRUNCATION, "bit string too long for type bit varying(" + length + ")");
        }
        return bits.resized(length);
    }

    private static void checkOnlySpaces(String text, int from, String typeName, int length) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) != ' ') {
                throw new SqlException(
                        ErrorCode.STRING_DATA_RIGHT_TRUNCATION,
                        "value too long for type " + typeName + "(" + length + ")");
            }
        }
    }
}
