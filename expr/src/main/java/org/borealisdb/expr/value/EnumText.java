package org.borealisdb.expr.value;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.EnumLabel;
import org.borealisdb.expr.type.EnumType;

/** Reads and writes values of enums. Stateless. */
public final class EnumText {
    private static final int MAXIMUM_LABEL_BYTES = 63;

    private EnumText() {}

    /**
     * Returns the code of the value that a text stands for.
     *
     * @throws SqlException 22P02 if there is none, 55P04 if it may not be used yet
     */
    public static long parse(EnumType type, String text) {
        if (type.isNumbered()) {
            return Long.parseLong(text);
        }
        Optional<EnumLabel> label = text.getBytes(StandardCharsets.UTF_8).length > MAXIMUM_LABEL_BYTES
                ? Optional.empty()
                : type.labelled(text);
        return checkUsable(
                type,
                label.orElseThrow(() -> new SqlException(
                        ErrorCode.INVALID_TEXT_REPRESENTATION,
                        "invalid input value for enum " + type.displayName() + ": \"" + text + "\"")));
    }

    /**
     * Returns the code of a label.
     *
     * @throws SqlException 55P04 if it may not be used yet
     */
    public static long checkUsable(EnumType type, EnumLabel label) {
        if (!label.usable()) {
            throw new SqlException(
                            ErrorCode.UNSAFE_NEW_ENUM_VALUE_USAGE,
                            "unsafe use of new value \"" + label.text() + "\" of enum type " + type.displayName())
                    .withHint("New enum values must be committed before they can be used.");
        }
        return label.code();
    }

    /**
     * Returns how a value is written.
     *
     * @throws SqlException 40001 if it came to be after the statement had read the catalog, as a changed row that it waited for may have it
     */
    public static String format(EnumType type, long code) {
        if (type.isNumbered()) {
            return Long.toString(code);
        }
        return type.withCode(code)
                .orElseThrow(() -> new SqlException(
                        ErrorCode.SERIALIZATION_FAILURE,
                        "could not read a value of enum " + type.displayName() + " that was added concurrently"))
                .text();
    }
}
