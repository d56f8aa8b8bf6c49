package org.borealisdb.expr.value;

import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.SqlType;

/** The text form in which the catalog keeps values: what names and labels stand for is written by number, so that these may change. Stateless. */
public final class StoredText {
    private static final TextInput INPUT = new TextInput(SessionFormat.DEFAULT, 0);

    private StoredText() {}

    /** Returns a boxed value as text. */
    public static String format(SqlType type, Object value) {
        return TextOutput.format(type.numbered(), retyped(type.numbered(), value), SessionFormat.DEFAULT);
    }

    /** Returns the boxed value that a text stands for. */
    public static Object parse(SqlType type, String text) {
        return retyped(type, INPUT.parse(type.numbered(), text));
    }

    private static Object retyped(SqlType type, Object value) {
        return type instanceof ArrayType array && value instanceof ArrayValue elements
                ? elements.of(array.element())
                : value;
    }
}
