package org.borealisdb.sql.catalog;

import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.expr.type.CompositeType;

/**
 * How expressions that the catalog keeps name what users made: by number, so that it may get another name, and that it is found what an expression depends on. What is in
 * an expression without being named there, such as a function whose own expression stands in the place of its call, is named in a comment behind it. Stateless.
 */
public final class StoredNames {
    /** The name of a function in a call, with its number. */
    public static final Pattern FUNCTION_CALLED = Pattern.compile("\\bpg_catalog\\.\"pg_function\\.(\\d{1,18})\"");

    /** The name of a type or a collation, with its number. */
    public static final Pattern TYPE_NAMED = Pattern.compile("pg_catalog\\.\"(\\d{1,18})\"");

    private static final String FUNCTION = "pg_function.";
    private static final String OPERATOR = "pg_operator.";

    /** All of these names, up to behind the number. */
    private static final Pattern NUMBERED =
            Pattern.compile("(pg_catalog\\.\"|\"pg_(?:function|operator|field)\\.)(\\d{1,18})(?=[\".])"
                    + "|(\\()(\\d{1,18})(?=::regclass)");

    private static final String COMMENT = " /* ";
    private static final String END = " */";

    private StoredNames() {}

    /** Returns how a function is named; a call has {@code pg_catalog.} before it. */
    public static String function(long id) {
        return '"' + FUNCTION + id + '"';
    }

    /** Returns how an operator is named. */
    public static String operator(long id) {
        return '"' + OPERATOR + id + '"';
    }

    /** Returns how a type or a collation is named. */
    public static String type(long id) {
        return "pg_catalog.\"" + id + '"';
    }

    /** Returns how a field of the values of a type is named, which is a column if they are rows of a relation. */
    public static String field(long type, int number) {
        return '"' + CompositeType.storedName((int) type, number) + '"';
    }

    /** Returns how the number of a relation stands where it is an argument: mostly that of a sequence whose next value is taken. */
    public static String relation(long id) {
        return "(" + id + "::regclass";
    }

    /** Returns the number of the function that the last part of a name stands for, if it is one of these. */
    public static OptionalLong functionNumber(List<String> name) {
        String last = name.getLast();
        boolean is = last.startsWith(FUNCTION)
                && name.size() == 2
                && name.getFirst().equals("pg_catalog")
                && last.length() > FUNCTION.length()
                && last.chars().skip(FUNCTION.length()).allMatch(Character::isDigit)
                && last.length() <= FUNCTION.length() + 18;
        return is ? OptionalLong.of(Long.parseLong(last.substring(FUNCTION.length()))) : OptionalLong.empty();
    }

    /** Returns an expression in which names have other numbers. */
    public static String renumbered(String expression, LongUnaryOperator numbers) {
        return NUMBERED.matcher(expression).replaceAll(found -> {
            boolean relation = found.group(1) == null;
            String before = relation ? found.group(3) : found.group(1);
            long number = Long.parseLong(relation ? found.group(4) : found.group(2));
            return Matcher.quoteReplacement(before + numbers.applyAsLong(number));
        });
    }

    /** Returns an expression with names behind it that it does not have in it. */
    public static String with(String expression, Collection<String> names) {
        List<String> hidden =
                names.stream().filter(name -> !expression.contains(name)).toList();
        return hidden.isEmpty() ? expression : expression + COMMENT + String.join(" ", hidden) + END;
    }

    private static int end(String expression) {
        int comment = expression.endsWith("\"" + END) ? expression.lastIndexOf(COMMENT) : -1;
        return comment < 0 ? expression.length() : comment;
    }

    /** Returns an expression without the names behind it. */
    public static String written(String expression) {
        return expression.substring(0, end(expression));
    }

    /** Returns the names behind an expression as they stand there; empty if there are none. */
    public static String hidden(String expression) {
        return expression.substring(end(expression));
    }
}
