package org.borealisdb.sql.bind;

import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;

/** Numbers as they are written in statements. */
final class NumberLiteral {
    private NumberLiteral() {}

    /** Returns the type of a number as it is written. */
    static SqlType type(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        boolean whole = !digits.isEmpty() && digits.chars().allMatch(Character::isDigit);
        if (whole && digits.length() <= 18) {
            long value = negative ? -Long.parseLong(digits) : Long.parseLong(digits);
            return value == (int) value ? BuiltInType.INT4.type() : BuiltInType.INT8.type();
        }
        String limit = Long.toString(negative ? Long.MIN_VALUE : Long.MAX_VALUE).replace("-", "");
        boolean fits = whole && digits.length() == 19 && digits.compareTo(limit) <= 0;
        return fits ? BuiltInType.INT8.type() : BuiltInType.NUMERIC.type();
    }
}
