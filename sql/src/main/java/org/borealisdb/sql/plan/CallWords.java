package org.borealisdb.sql.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;

/** Writes the calls of functions for which SQL has words between the arguments, as PostgreSQL does (get_func_sql_syntax). Stateless. */
public final class CallWords {
    private static final Pattern WORD = Pattern.compile("[a-z_]+");

    private static final Map<String, Words> ALL = Map.ofEntries(
            Map.entry(
                    "extract",
                    (call, text) -> "EXTRACT(" + field(call.arguments().getFirst(), text) + " FROM "
                            + text.apply(call.arguments().get(1)) + ")"),
            Map.entry(
                    "timezone",
                    (call, text) -> "(" + text.apply(call.arguments().get(1)) + " AT TIME ZONE "
                            + text.apply(call.arguments().getFirst()) + ")"),
            Map.entry(
                    "position",
                    (call, text) -> "POSITION((" + text.apply(call.arguments().get(1)) + ") IN ("
                            + text.apply(call.arguments().getFirst()) + "))"),
            Map.entry(
                    "pg_collation_for",
                    (call, text) ->
                            "COLLATION FOR (" + text.apply(call.arguments().getFirst()) + ")"),
            Map.entry(
                    "overlay",
                    (call, text) ->
                            "OVERLAY(" + between(call.arguments(), text, List.of(" PLACING ", " FROM ", " FOR "))),
            Map.entry("overlaps", (call, text) -> {
                List<String> all = call.arguments().stream().map(text).toList();
                return "((" + all.get(0) + ", " + all.get(1) + ") OVERLAPS (" + all.get(2) + ", " + all.get(3) + "))";
            }),
            Map.entry(
                    "is_normalized",
                    (call, text) -> "(" + text.apply(call.arguments().getFirst()) + " IS " + form(call, "", " ")
                            + "NORMALIZED)"),
            Map.entry(
                    "normalize",
                    (call, text) ->
                            "NORMALIZE(" + text.apply(call.arguments().getFirst()) + form(call, ", ", "") + ")"),
            Map.entry("substring", CallWords::substring),
            Map.entry("btrim", (call, text) -> trim("BOTH", call.arguments(), text)),
            Map.entry("ltrim", (call, text) -> trim("LEADING", call.arguments(), text)),
            Map.entry("rtrim", (call, text) -> trim("TRAILING", call.arguments(), text)));

    /** How a call is written, with what writes its arguments. */
    private interface Words {
        String of(Expression.Call call, Function<Expression, String> text);
    }

    private CallWords() {}

    /** Returns a call with its words; one of a function without arguments is its name. */
    public static Optional<String> of(Expression.Call call, Function<Expression, String> text) {
        String name = call.function().name();
        return Optional.ofNullable(ALL.get(name)).map(words -> words.of(call, text));
    }

    /** The form that texts are brought into, if it is written. */
    private static String form(Expression.Call call, String before, String after) {
        return call.arguments().size() < 2 || !(call.arguments().get(1) instanceof Expression.Constant form)
                ? ""
                : before + form.value() + after;
    }

    /** The name of a field; what is no word stays a string. */
    private static String field(Expression argument, Function<Expression, String> text) {
        String name = argument instanceof Expression.Constant constant ? String.valueOf(constant.value()) : "";
        return WORD.matcher(name).matches() ? name : text.apply(argument).replace("::text", "");
    }

    private static String between(List<Expression> arguments, Function<Expression, String> text, List<String> words) {
        StringBuilder written = new StringBuilder(text.apply(arguments.getFirst()));
        for (int i = 1; i < arguments.size(); i++) {
            written.append(words.get(i - 1)).append(text.apply(arguments.get(i)));
        }
        return written.append(')').toString();
    }

    private static String substring(Expression.Call call, Function<Expression, String> text) {
        boolean matches = call.function().arguments().get(1).is(BuiltInType.TEXT);
        boolean similar = matches && call.arguments().size() == 3;
        if (matches && !similar) {
            // The part that a pattern matches: PostgreSQL shows this one without words.
            return call.arguments().stream().map(text).collect(Collectors.joining(", ", "\"substring\"(", ")"));
        }
        return "SUBSTRING("
                + between(
                        call.arguments(),
                        text,
                        similar ? List.of(" SIMILAR ", " ESCAPE ") : List.of(" FROM ", " FOR "));
    }

    private static String trim(String side, List<Expression> arguments, Function<Expression, String> text) {
        String characters = arguments.size() < 2 ? "" : " " + text.apply(arguments.get(1));
        return "TRIM(" + side + characters + " FROM " + text.apply(arguments.getFirst()) + ")";
    }
}
