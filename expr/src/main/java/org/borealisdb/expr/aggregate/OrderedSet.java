package org.borealisdb.expr.aggregate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;

/** The aggregates that ask something of a group's rows in an order: {@code name(direct arguments) WITHIN GROUP (ORDER BY ...)}. */
public enum OrderedSet {
    /** The value at a fraction of the way, between two rows if need be. */
    PERCENTILE_CONT(3974),
    /** The first value at or behind a fraction of the way. */
    PERCENTILE_DISC(3972),
    /** The most frequent value. */
    MODE(3984),
    /** Which rank a row with the direct arguments would have. */
    RANK(3986),
    /** The same in percent of the rows. */
    PERCENT_RANK(3988),
    /** Which share of the rows would be before or beside it. */
    CUME_DIST(3990),
    /** Its rank without gaps. */
    DENSE_RANK(3992);

    private final int oid;

    OrderedSet(int oid) {
        this.oid = oid;
    }

    /** Returns the aggregate of a name. */
    public static Optional<OrderedSet> named(String name) {
        for (OrderedSet set : values()) {
            if (set.aggregateName().equals(name)) {
                return Optional.of(set);
            }
        }
        return Optional.empty();
    }

    /** Returns PostgreSQL's identifier. */
    public int oid() {
        return oid;
    }

    /** Returns the name in SQL. */
    public String aggregateName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether its direct arguments are a row that is put among the others. */
    public boolean isHypothetical() {
        return switch (this) {
            case RANK, PERCENT_RANK, CUME_DIST, DENSE_RANK -> true;
            default -> false;
        };
    }

    /** Returns how many direct arguments it takes for some number of sorted values; -1 if there is none for that. */
    public int directArguments(int sorted) {
        if (isHypothetical()) {
            return sorted;
        }
        return sorted != 1 ? -1 : this == MODE ? 0 : 1;
    }

    /**
     * Returns the types that the direct argument and the sorted value of one that is not hypothetical are to be converted to, and that of
     * the result; empty if there is none for these.
     */
    public Optional<Signature> signature(List<SqlType> direct, SqlType sorted) {
        SqlType value = sorted.is(BuiltInType.UNKNOWN) ? BuiltInType.TEXT.type() : sorted;
        if (this == PERCENTILE_CONT) {
            value = sorted.is(BuiltInType.INTERVAL) ? sorted : BuiltInType.FLOAT8.type();
        }
        value = value.withModifier(SqlType.NO_MODIFIER);
        if (this == MODE) {
            return Optional.of(new Signature(List.of(), value, value));
        }
        boolean several = direct.getFirst() instanceof ArrayType;
        if (several && value.arrayOid() == 0) {
            throw new SqlException(
                    ErrorCode.UNDEFINED_OBJECT,
                    "could not find array type for data type " + value.nameWithoutModifier());
        }
        SqlType fraction = BuiltInType.FLOAT8.type();
        return Optional.of(new Signature(
                List.of(several ? new ArrayType(fraction) : fraction), value, several ? new ArrayType(value) : value));
    }

    /** Types of arguments and result. */
    public record Signature(List<SqlType> direct, SqlType sorted, SqlType result) {
        /** Copies the list. */
        public Signature {
            direct = List.copyOf(direct);
        }
    }
}
