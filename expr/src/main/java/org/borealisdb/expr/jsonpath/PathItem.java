package org.borealisdb.expr.jsonpath;

import java.time.ZoneOffset;
import org.borealisdb.expr.json.JsonItem;
import org.borealisdb.expr.json.JsonValues;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.Values;

/** A value that a path leads to: one of JSON, or a date or time that a method made of a string. */
sealed interface PathItem {
    /** A value of JSON. */
    record Json(JsonItem item) implements PathItem {}

    /**
     * A date or time.
     *
     * @param type one of the five types of dates and times
     * @param value as values of the type are carried
     * @param zone the offset that an instant is written with
     */
    record Moment(BuiltInType type, long value, ZoneOffset zone) implements PathItem {
        String text() {
            String text = JsonValues.plainText(
                    type.type(), Values.box(type.type(), value), SessionFormat.DEFAULT.withZone(zone));
            boolean hoursOnly = type == BuiltInType.TIMETZ && "+-".indexOf(text.charAt(text.length() - 3)) >= 0;
            return hoursOnly ? text + ":00" : text;
        }
    }

    static PathItem of(JsonItem item) {
        return new Json(item);
    }

    /** Returns the value as JSON: dates and times are strings. */
    default JsonItem json() {
        return switch (this) {
            case Json(JsonItem item) -> item;
            case Moment moment -> new JsonItem.Text(moment.text());
        };
    }

    /** Returns what the method type calls it. */
    default String typeName() {
        return switch (this) {
            case Json(JsonItem item) -> item.typeName();
            case Moment moment -> moment.type().sqlName();
        };
    }
}
