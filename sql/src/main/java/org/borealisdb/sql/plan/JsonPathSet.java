package org.borealisdb.sql.plan;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.jsonpath.JsonPath;
import org.borealisdb.expr.jsonpath.PathQuery;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/** The functions that return what a jsonpath leads to. */
public enum JsonPathSet implements SetSource {
    /** Without the session's time zone. */
    PLAIN("jsonb_path_query"),
    /** With it. */
    ZONED("jsonb_path_query_tz");

    private static final Jsonb NO_VARIABLES = Jsonb.parse("{}");

    private final String functionName;

    JsonPathSet(String functionName) {
        this.functionName = functionName;
    }

    /** Returns the function of a name. */
    public static Optional<JsonPathSet> named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.functionName.equals(name))
                .findFirst();
    }

    @Override
    public String functionName() {
        return functionName;
    }

    /** Returns the types of the arguments: value, path, variables, whether errors are kept silent. */
    public List<SqlType> arguments() {
        return List.of(
                BuiltInType.JSONB.type(),
                BuiltInType.JSONPATH.type(),
                BuiltInType.JSONB.type(),
                BuiltInType.BOOL.type());
    }

    /** Returns how many arguments must be given. */
    public int minimumArguments() {
        return 2;
    }

    @Override
    public Iterator<@Nullable Object> open(@Nullable Object[] arguments, EvaluationContext context) {
        Object variables = arguments.length > 2 ? arguments[2] : NO_VARIABLES;
        Object silent = arguments.length > 3 ? arguments[3] : false;
        if (arguments[0] instanceof Jsonb value
                && arguments[1] instanceof JsonPath path
                && variables instanceof Jsonb object
                && silent instanceof Boolean quiet) {
            return PathQuery.of(path, value, object, context, this == ZONED, quiet).values().stream()
                    .<@Nullable Object>map(each -> each)
                    .iterator();
        }
        return Collections.emptyIterator();
    }
}
