package org.borealisdb.sql.plan;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.borealisdb.expr.json.JsonSets;
import org.borealisdb.expr.json.JsonText;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/** The functions that return what is in an object or array of JSON. */
public enum JsonSetFunction implements SetSource {
    /** Members, as rows. */
    JSON_EACH,
    /** Members, as rows with values as text. */
    JSON_EACH_TEXT,
    /** Keys. */
    JSON_OBJECT_KEYS,
    /** Elements. */
    JSON_ARRAY_ELEMENTS,
    /** Elements as text. */
    JSON_ARRAY_ELEMENTS_TEXT,
    /** Members, as rows. */
    JSONB_EACH,
    /** Members, as rows with values as text. */
    JSONB_EACH_TEXT,
    /** Keys. */
    JSONB_OBJECT_KEYS,
    /** Elements. */
    JSONB_ARRAY_ELEMENTS,
    /** Elements as text. */
    JSONB_ARRAY_ELEMENTS_TEXT;

    private static final Map<String, JsonSetFunction> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(JsonSetFunction::functionName, each -> each));

    private final String lowerName = name().toLowerCase(Locale.ROOT);

    /** Returns the function of a name. */
    public static Optional<JsonSetFunction> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    @Override
    public String functionName() {
        return lowerName;
    }

    private boolean isBinary() {
        return lowerName.startsWith("jsonb");
    }

    /** Returns the type of the argument. */
    public SqlType argument() {
        return (isBinary() ? BuiltInType.JSONB : BuiltInType.JSON).type();
    }

    /** Returns the type of the values. */
    public SqlType result() {
        return switch (this) {
            case JSON_EACH, JSON_EACH_TEXT, JSONB_EACH, JSONB_EACH_TEXT ->
                new CompositeType(List.of(
                        new CompositeType.Field("key", BuiltInType.TEXT.type()),
                        new CompositeType.Field("value", value())));
            case JSON_OBJECT_KEYS, JSONB_OBJECT_KEYS -> BuiltInType.TEXT.type();
            case JSON_ARRAY_ELEMENTS, JSON_ARRAY_ELEMENTS_TEXT, JSONB_ARRAY_ELEMENTS, JSONB_ARRAY_ELEMENTS_TEXT ->
                value();
        };
    }

    private boolean isPlain() {
        return lowerName.endsWith("_text");
    }

    private SqlType value() {
        return isPlain() ? BuiltInType.TEXT.type() : argument();
    }

    @Override
    public Optional<String> columnName() {
        return switch (this) {
            case JSON_ARRAY_ELEMENTS, JSON_ARRAY_ELEMENTS_TEXT, JSONB_ARRAY_ELEMENTS, JSONB_ARRAY_ELEMENTS_TEXT ->
                Optional.of("value");
            case JSON_EACH, JSON_EACH_TEXT, JSONB_EACH, JSONB_EACH_TEXT, JSON_OBJECT_KEYS, JSONB_OBJECT_KEYS ->
                Optional.empty();
        };
    }

    @Override
    public Iterator<@Nullable Object> open(@Nullable Object[] arguments, EvaluationContext context) {
        if (arguments[0] instanceof Jsonb json) {
            return switch (this) {
                case JSONB_OBJECT_KEYS, JSON_OBJECT_KEYS -> JsonSets.keys(json, lowerName);
                case JSONB_ARRAY_ELEMENTS, JSONB_ARRAY_ELEMENTS_TEXT, JSON_ARRAY_ELEMENTS, JSON_ARRAY_ELEMENTS_TEXT ->
                    JsonSets.elements(json, isPlain());
                case JSONB_EACH, JSONB_EACH_TEXT, JSON_EACH, JSON_EACH_TEXT ->
                    JsonSets.members(json, isPlain(), lowerName);
            };
        }
        if (!(arguments[0] instanceof String written)) {
            return Collections.emptyIterator();
        }
        JsonText text = JsonText.parse(written);
        return switch (this) {
            case JSONB_OBJECT_KEYS, JSON_OBJECT_KEYS -> JsonSets.keys(text, lowerName);
            case JSONB_ARRAY_ELEMENTS, JSONB_ARRAY_ELEMENTS_TEXT, JSON_ARRAY_ELEMENTS, JSON_ARRAY_ELEMENTS_TEXT ->
                JsonSets.elements(text, isPlain(), lowerName);
            case JSONB_EACH, JSONB_EACH_TEXT, JSON_EACH, JSON_EACH_TEXT -> JsonSets.members(text, isPlain());
        };
    }
}
