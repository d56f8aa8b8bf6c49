package org.borealisdb.expr.scalar;

import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;

/**
 * What the polymorphic types in a function's signature stand for in a call (manual 38.2.5).
 *
 * @param element the type that all arguments of one kind have; unknown if there are none
 * @param compatible the type that all arguments of the other kind convert to; unknown if there are none
 */
public record Polymorphism(SqlType element, SqlType compatible) {
    private static final SqlType UNKNOWN = BuiltInType.UNKNOWN.type();

    /** Returns whether a type stands for others. */
    public static boolean is(SqlType type) {
        return type.builtIn().filter(BuiltInType::isPolymorphic).isPresent();
    }

    /** Returns whether a type stands for what all arguments of its kind convert to. */
    public static boolean isCompatible(SqlType type) {
        return type.builtIn().filter(BuiltInType::isCompatible).isPresent();
    }

    /** Returns whether a type stands for arrays. */
    public static boolean isArray(SqlType type) {
        return type.is(BuiltInType.ANYARRAY) || type.is(BuiltInType.ANYCOMPATIBLEARRAY);
    }

    /** Returns what the types of parameters stand for if these are the types of the arguments. */
    public static Polymorphism between(List<SqlType> declared, List<SqlType> given) {
        SqlType element = UNKNOWN;
        SqlType compatible = UNKNOWN;
        for (int place = 0; place < declared.size(); place++) {
            if (is(declared.get(place))) {
                SqlType found = Resolution.elementFor(declared.get(place), given.get(place));
                if (isCompatible(declared.get(place))) {
                    compatible = found;
                } else {
                    element = found;
                }
            }
        }
        return new Polymorphism(element, compatible);
    }

    /**
     * Returns the type that a declared type is in the call.
     *
     * @throws SqlException 42704 if there are no arrays of what it is to be an array of
     */
    public SqlType of(SqlType declared) {
        if (!is(declared)) {
            return declared;
        }
        SqlType each = isCompatible(declared) ? compatible : element;
        if (!isArray(declared)) {
            return each;
        }
        if (each.arrayOid() == 0) {
            throw new SqlException(
                    ErrorCode.UNDEFINED_OBJECT,
                    "could not find array type for data type " + each.nameWithoutModifier());
        }
        return new ArrayType(each);
    }
}
