package org.borealisdb.expr.scalar;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.json.JsonText;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.value.ArrayValue;
import org.jspecify.annotations.Nullable;

/** Reads boxed arguments of the functions of JSON, which are not NULL. */
final class JsonArguments {
    private JsonArguments() {}

    /** Parses a json argument. */
    static JsonText text(@Nullable Object[] arguments, int index) {
        return JsonText.parse((String) NumericMath.value(arguments, index));
    }

    static Jsonb binary(@Nullable Object[] arguments, int index) {
        return (Jsonb) NumericMath.value(arguments, index);
    }

    static boolean truth(@Nullable Object[] arguments, int index) {
        return (Boolean) NumericMath.value(arguments, index);
    }

    /** Returns the elements of an array of texts, NULLs too. */
    static List<@Nullable String> nullableTexts(@Nullable Object[] arguments, int index) {
        ArrayValue array = (ArrayValue) NumericMath.value(arguments, index);
        List<@Nullable String> texts = new ArrayList<>(array.size());
        for (@Nullable Object element : array.elements()) {
            texts.add((String) element);
        }
        return texts;
    }

    /** Returns the elements of an array of texts of one dimension at most, NULLs too. */
    static List<@Nullable String> flatTexts(@Nullable Object[] arguments, int index) {
        if (((ArrayValue) NumericMath.value(arguments, index)).dimensions() > 1) {
            throw wrongSubscripts();
        }
        return nullableTexts(arguments, index);
    }

    /** Returns the elements of an array of texts that are not NULL. */
    static List<String> texts(@Nullable Object[] arguments, int index) {
        List<String> texts = new ArrayList<>();
        for (@Nullable String text : nullableTexts(arguments, index)) {
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** Returns whether an array has a NULL. */
    static boolean hasNull(@Nullable Object[] arguments, int index) {
        return ((ArrayValue) NumericMath.value(arguments, index)).elements().contains(null);
    }

    static SqlException wrongSubscripts() {
        return new SqlException(ErrorCode.ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts");
    }

    static SqlException invalid(String message) {
        return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }
}
