package org.borealisdb.expr.value;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * The errors of reading one text as a date, time or interval.
 *
 * @param typeName the type's name in messages
 * @param text what is read
 */
record DateTimeErrors(String typeName, String text) {
    /** Returns the error of a text that has not the form of the type: 22007. */
    SqlException syntax() {
        return new SqlException(
                ErrorCode.INVALID_DATETIME_FORMAT, "invalid input syntax for type " + typeName + ": \"" + text + "\"");
    }

    /** Returns the error of a part that is too large: 22008. */
    SqlException overflow() {
        return new SqlException(
                ErrorCode.DATETIME_FIELD_OVERFLOW, "date/time field value out of range: \"" + text + "\"");
    }

    /** Returns the error of a day or month that there is none, perhaps because the order is another: 22008. */
    SqlException dayOrMonthOverflow() {
        return overflow().withHint("Perhaps you need a different \"datestyle\" setting.");
    }

    /** Returns the error of a part of an interval that is too large: 22015. */
    SqlException intervalOverflow() {
        return new SqlException(
                ErrorCode.INTERVAL_FIELD_OVERFLOW, "interval field value out of range: \"" + text + "\"");
    }

    /** Returns the error of a zone that is too far from Greenwich: 22009. */
    SqlException displacement() {
        return new SqlException(
                ErrorCode.INVALID_TIME_ZONE_DISPLACEMENT_VALUE,
                "time zone displacement out of range: \"" + text + "\"");
    }

    /** Returns the error of a value beyond the type's limits: 22008. */
    SqlException outOfRange() {
        return new SqlException(
                ErrorCode.DATETIME_FIELD_OVERFLOW, typeName(typeName) + " out of range: \"" + text + "\"");
    }

    private static String typeName(String name) {
        return name.startsWith("timestamp") ? "timestamp" : name;
    }
}
