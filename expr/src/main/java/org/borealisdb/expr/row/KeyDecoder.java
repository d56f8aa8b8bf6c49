package org.borealisdb.expr.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.borealisdb.expr.bits.BitString;
import org.borealisdb.expr.network.HardwareAddress;
import org.borealisdb.expr.network.NetworkAddressKeys;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.EnumType;
import org.borealisdb.expr.type.ScalarType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeModifier;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.TupleId;
import org.borealisdb.expr.value.Values;
import org.jspecify.annotations.Nullable;

/**
 * Reads the columns of a key one after the other. Belongs to one task.
 *
 * <p>What comes back is equal to what went in, not always the same: a numeric of any scale has lost its trailing zeros, a bpchar its
 * padding, -0 its sign. Where that matters ({@link #isExact}), and for interval and arrays ({@link #isDecodable}), read the row instead.
 */
public final class KeyDecoder {
    private byte[] key;
    private int length;
    private int at;

    /** Starts at a key's first column. */
    public KeyDecoder(byte[] key) {
        this.key = key;
        this.length = key.length;
    }

    /** Goes to the first column of the key that takes the bytes of an array from one place up to another. */
    public void moveTo(byte[] array, int from, int to) {
        key = array;
        length = to;
        at = from;
    }

    /** Returns whether values of the type come back as they went in, to the last bit. */
    public static boolean isExact(SqlType type) {
        return type instanceof EnumType
                || (type instanceof ScalarType scalar
                        && switch (scalar.base()) {
                            case BOOL,
                                    CHAR,
                                    INT2,
                                    INT4,
                                    INT8,
                                    OID,
                                    REGPROC,
                                    REGPROCEDURE,
                                    REGCLASS,
                                    REGTYPE,
                                    REGNAMESPACE,
                                    REGROLE,
                                    DATE,
                                    TIME,
                                    TIMESTAMP,
                                    TIMESTAMPTZ,
                                    BYTEA,
                                    NAME,
                                    UUID,
                                    MACADDR,
                                    MACADDR8 -> true;
                            case TEXT, VARCHAR -> type.collation().collation().isByCodePoint();
                            case NUMERIC -> scalar.modifier() != SqlType.NO_MODIFIER;
                            default -> false;
                        });
    }

    /** Returns whether values of the type can be read back, up to equality. */
    public static boolean isDecodable(SqlType type) {
        return type instanceof EnumType
                || (type instanceof ScalarType scalar
                        && switch (scalar.base()) {
                            case INTERVAL, INT2VECTOR, OIDVECTOR, RECORD, JSON, JSONB, JSONPATH -> false;
                            case TEXT, VARCHAR, BPCHAR ->
                                type.collation().collation().isByCodePoint();
                            default -> true;
                        });
    }

    /** Returns whether the whole key was read. */
    public boolean isAtEnd() {
        return at == length;
    }

    /** Returns the offset of the next column, which is the length of the prefix read so far. */
    public int offset() {
        return at;
    }

    /** Returns the next column's boxed value, {@code null} for NULL. */
    public @Nullable Object next(KeyColumn column) {
        if (!isDecodable(column.type())) {
            throw new IllegalArgumentException("a key of " + column.type() + " cannot be read back");
        }
        int marker = nextByte(false);
        if (marker == KeyEncoder.NULL_FIRST || marker == KeyEncoder.NULL_LAST) {
            return null;
        }
        if (marker != KeyEncoder.VALUE) {
            throw new IllegalStateException("marker " + marker + " in a key");
        }
        boolean inverted = column.descending();
        SqlType type = column.type();
        return switch (type.kind()) {
            case LONG -> Values.box(type, nextLong(type, inverted));
            case DOUBLE -> nextDouble(type, inverted);
            case OBJECT -> nextObject((ScalarType) type, inverted);
        };
    }

    private int nextByte(boolean inverted) {
        if (at >= length) {
            throw new IllegalStateException("key of " + length + " bytes ends inside a column");
        }
        int value = key[at++] & 0xff;
        return inverted ? value ^ 0xff : value;
    }

    private long bigEndian(int bytes, boolean inverted) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | nextByte(inverted);
        }
        return value;
    }

    private long nextLong(SqlType type, boolean inverted) {
        long raw = bigEndian(type.carriedLength(), inverted);
        return switch (type.carriedLength()) {
            case 1 -> raw;
            case 2 -> (short) (raw ^ 0x8000);
            case 4 -> KeyEncoder.isUnsigned(type) ? raw : (int) (raw ^ 0x8000_0000L);
            default -> raw ^ Long.MIN_VALUE;
        };
    }

    private double nextDouble(SqlType type, boolean inverted) {
        if (type.is(BuiltInType.FLOAT4)) {
            int bits = (int) bigEndian(4, inverted);
            return Float.intBitsToFloat(bits < 0 ? bits ^ Integer.MIN_VALUE : ~bits);
        }
        long bits = bigEndian(8, inverted);
        return Double.longBitsToDouble(bits < 0 ? bits ^ Long.MIN_VALUE : ~bits);
    }

    private Object nextObject(ScalarType type, boolean inverted) {
        BuiltInType base = type.base();
        if (base == BuiltInType.NUMERIC) {
            Numeric number = nextNumeric(inverted);
            return type.modifier() == SqlType.NO_MODIFIER
                    ? number
                    : number.rounded(TypeModifier.scale(type.modifier()), RoundingMode.HALF_UP);
        }
        if (base == BuiltInType.UUID) {
            return new UUID(bigEndian(8, inverted), bigEndian(8, inverted));
        }
        if (base == BuiltInType.MACADDR || base == BuiltInType.MACADDR8) {
            return new HardwareAddress(bigEndian(base.length(), inverted), base.length());
        }
        if (base == BuiltInType.TID) {
            byte[] id = new byte[(int) bigEndian(Short.BYTES, inverted)];
            for (int i = 0; i < id.length; i++) {
                id[i] = (byte) nextByte(inverted);
            }
            return TupleId.ofBytes(id);
        }
        if (base == BuiltInType.INET || base == BuiltInType.CIDR) {
            return NetworkAddressKeys.read(() -> nextByte(inverted));
        }
        ByteSink bytes = nextEscaped(inverted);
        return switch (base) {
            case BIT, VARBIT -> BitString.ofBytes(bytes.toBytes(), Byte.SIZE - nextByte(inverted));
            case BYTEA -> bytes.toBytes();
            default -> new String(bytes.array(), 0, bytes.size(), StandardCharsets.UTF_8);
        };
    }

    private ByteSink nextEscaped(boolean inverted) {
        ByteSink bytes = new ByteSink();
        while (true) {
            int value = nextByte(inverted);
            if (value == 0) {
                int escape = nextByte(inverted);
                if (escape == 0) {
                    return bytes;
                }
                if (escape != 0xff) {
                    throw new IllegalStateException("escape " + escape + " in a key");
                }
            }
            bytes.putByte(value);
        }
    }

    private Numeric nextNumeric(boolean inverted) {
        int kind = nextByte(inverted);
        boolean negative = kind == KeyEncoder.NUMERIC_NEGATIVE;
        switch (kind) {
            case KeyEncoder.NUMERIC_NAN -> {
                return Numeric.NAN;
            }
            case KeyEncoder.NUMERIC_INFINITY -> {
                return Numeric.POSITIVE_INFINITY;
            }
            case KeyEncoder.NUMERIC_MINUS_INFINITY -> {
                return Numeric.NEGATIVE_INFINITY;
            }
            case KeyEncoder.NUMERIC_ZERO -> {
                return Numeric.ZERO;
            }
            case KeyEncoder.NUMERIC_NEGATIVE, KeyEncoder.NUMERIC_POSITIVE -> {}
            default -> throw new IllegalStateException("numeric class " + kind + " in a key");
        }
        boolean flip = inverted != negative;
        int exponent = (int) bigEndian(4, flip) ^ Integer.MIN_VALUE;
        StringBuilder digits = new StringBuilder();
        for (int pair = nextByte(flip); pair != 0; pair = nextByte(flip)) {
            if (pair > 100) {
                throw new IllegalStateException("pair " + pair + " in a numeric key");
            }
            digits.append((char) ('0' + (pair - 1) / 10)).append((char) ('0' + (pair - 1) % 10));
        }
        if (digits.isEmpty() || Math.abs(exponent) > 100_000) {
            throw new IllegalStateException("numeric key of exponent " + exponent + ", digits " + digits.length());
        }
        BigInteger unscaled = new BigInteger(digits.toString());
        BigDecimal value = new BigDecimal(unscaled, digits.length() - exponent * 2).stripTrailingZeros();
        return Numeric.of(negative ? value.negate() : value);
    }
}
