package org.borealisdb.wire.postgres;

import java.util.List;
import java.util.function.Supplier;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.ValueKind;
import org.borealisdb.expr.value.BinaryInput;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.expr.value.Values;
import org.borealisdb.wire.postgres.message.Bind;
import org.borealisdb.wire.postgres.message.Violations;
import org.jspecify.annotations.Nullable;

/** The values of a Bind message, read by the types that the statement has for them. Immutable: they live as long as the portal. */
final class BoundParameters implements RowSource {
    /** Decimal digits that always fit an int. */
    private static final int SAFE_DIGITS = 9;

    private final boolean[] nulls;
    private final long[] numbers;
    private final @Nullable Object[] objects;

    private BoundParameters(int count) {
        nulls = new boolean[count];
        numbers = new long[count];
        objects = new Object[count];
    }

    /**
     * Reads the values.
     *
     * @param input asked for only if a text is met that is not a plain number
     * @throws org.borealisdb.expr.error.SqlException 08P01 if they are too few or too many, 22xxx if one cannot be read
     */
    static BoundParameters read(Bind bind, List<SqlType> types, Supplier<TextInput> input) {
        int count = bind.valueCount();
        if (count != types.size()) {
            throw Violations.inContent("bind message supplies " + count + " parameters, but prepared statement \""
                    + bind.statement() + "\" requires " + types.size());
        }
        BoundParameters parameters = new BoundParameters(count);
        for (int i = 0; i < count; i++) {
            parameters.nulls[i] = bind.isNull(i);
            if (!parameters.nulls[i] && !parameters.readWholeNumber(bind, i, types.get(i))) {
                try {
                    parameters.readAny(bind, i, types.get(i), input);
                } catch (SqlException unreadable) {
                    throw ofParameter(unreadable, bind, i);
                }
            }
        }
        return parameters;
    }

    /** Says which parameter cannot be read, below what is said of its value. */
    private static SqlException ofParameter(SqlException unreadable, Bind bind, int i) {
        String portal = bind.portal().isEmpty() ? "unnamed portal" : "portal \"" + bind.portal() + "\"";
        String line = portal + " parameter $" + (i + 1) + (bind.isBinary(i) ? "" : " = '...'");
        String where = unreadable
                .field(SqlException.Field.WHERE)
                .map(context -> context + "\n" + line)
                .orElse(line);
        return unreadable.with(SqlException.Field.WHERE, where);
    }

    /** The frequent case, without making anything of the bytes but the number. */
    private boolean readWholeNumber(Bind bind, int i, SqlType type) {
        boolean four = type.is(BuiltInType.INT4);
        if (!four && !type.is(BuiltInType.INT8)) {
            return false;
        }
        byte[] bytes = bind.bytes();
        int at = bind.offset(i);
        int length = bind.length(i);
        if (bind.isBinary(i)) {
            if (length != (four ? 4 : 8)) {
                return false;
            }
            long value = four ? bytes[at] : 0;
            for (int b = four ? 1 : 0; b < length; b++) {
                value = (value << 8) | (bytes[at + b] & 0xff);
            }
            numbers[i] = value;
            return true;
        }
        int first = length > 0 && bytes[at] == '-' ? 1 : 0;
        if (length == first || length - first > SAFE_DIGITS) {
            return false;
        }
        long value = 0;
        for (int b = first; b < length; b++) {
            int digit = bytes[at + b] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            value = value * 10 + digit;
        }
        numbers[i] = first == 0 ? value : -value;
        return true;
    }

    private void readAny(Bind bind, int i, SqlType type, Supplier<TextInput> input) {
        Object value = bind.isBinary(i)
                ? BinaryInput.parse(type, bind.binary(i, type))
                : input.get().parse(type, bind.text(i));
        switch (type.kind()) {
            case LONG -> numbers[i] = Values.unboxLong(value);
            case DOUBLE -> numbers[i] = Double.doubleToRawLongBits((Double) value);
            case OBJECT -> objects[i] = value;
        }
    }

    @Override
    public boolean isNull(int column) {
        return nulls[column];
    }

    @Override
    public long longAt(int column) {
        return numbers[column];
    }

    @Override
    public double doubleAt(int column) {
        return Double.longBitsToDouble(numbers[column]);
    }

    @Override
    public Object objectAt(int column) {
        Object value = objects[column];
        if (value == null) {
            throw new IllegalStateException("parameter " + (column + 1) + " is not of kind " + ValueKind.OBJECT);
        }
        return value;
    }
}
