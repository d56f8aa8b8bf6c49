package org.borealisdb.expr.scalar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.regex.Regex;
import org.borealisdb.expr.regex.RegexMatch;
import org.borealisdb.expr.regex.RegexOptions;
import org.borealisdb.expr.regex.RegexSearch;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.ArrayValue;
import org.jspecify.annotations.Nullable;

/** What the functions of regular expressions do, after their flags are read. */
public final class RegexCalls {
    private final String text;
    private final Regex regex;
    private final boolean global;
    private final RegexSearch search;

    private RegexCalls(EvaluationContext context, String text, String expression, Flags flags) {
        this.text = text;
        this.regex = Regex.of(expression, flags.options());
        this.global = flags.global();
        this.search = new RegexSearch(regex, text, context.interruption());
    }

    /**
     * What a text of flags says.
     *
     * @param options for the expression
     * @param global whether all matches are meant
     */
    private record Flags(RegexOptions options, boolean global) {
        static Flags of(String letters) {
            RegexOptions options = RegexOptions.DEFAULT;
            boolean global = false;
            for (int i = 0; i < letters.length(); i += Character.charCount(letters.codePointAt(i))) {
                int letter = letters.codePointAt(i);
                if (letter == 'g') {
                    global = true;
                } else {
                    options = options.with(letter).orElseThrow(() -> invalidOption(letter));
                }
            }
            return new Flags(options, global);
        }
    }

    private static SqlException invalidOption(int letter) {
        return new SqlException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "invalid regular expression option: \"" + Character.toString(letter) + "\"");
    }

    static boolean found(EvaluationContext context, @Nullable Object[] arguments, boolean ignoreCase) {
        return Regex.of(TextMath.text(arguments, 1), RegexOptions.DEFAULT.withIgnoreCase(ignoreCase))
                .isIn(TextMath.text(arguments, 0), context.interruption());
    }

    /** Makes a call of a text, an expression, and flags at a place among the arguments, if there are so many. */
    private static RegexCalls of(EvaluationContext context, @Nullable Object[] arguments, int flagsAt) {
        String flags = flagsAt < arguments.length ? TextMath.text(arguments, flagsAt) : "";
        return new RegexCalls(context, TextMath.text(arguments, 0), TextMath.text(arguments, 1), Flags.of(flags));
    }

    private static RegexCalls single(
            EvaluationContext context, @Nullable Object[] arguments, int flagsAt, String function) {
        RegexCalls call = of(context, arguments, flagsAt);
        if (call.global) {
            throw notGlobal(function);
        }
        return call;
    }

    private static SqlException notGlobal(String function) {
        return new SqlException(
                ErrorCode.INVALID_PARAMETER_VALUE, function + "() does not support the \"global\" option");
    }

    private static int parameter(@Nullable Object[] arguments, int index, String name, int least, int otherwise) {
        if (index >= arguments.length) {
            return otherwise;
        }
        int value = NumericMath.integer(arguments, index);
        if (value < least) {
            throw new SqlException(
                    ErrorCode.INVALID_PARAMETER_VALUE, "invalid value for parameter \"" + name + "\": " + value);
        }
        return value;
    }

    private @Nullable String group(RegexMatch match, int group) {
        return match.start(group) < 0 ? null : search.text(match.start(group), match.end(group));
    }

    private ArrayValue groups(RegexMatch match) {
        List<@Nullable Object> texts = new ArrayList<>();
        for (int i = regex.groups() == 0 ? 0 : 1; i <= regex.groups(); i++) {
            texts.add(group(match, i));
        }
        return ArrayValue.of(BuiltInType.TEXT.type(), texts);
    }

    /** Returns where to search on: behind a match, and behind a further character if it is empty. */
    private static int behind(RegexMatch match) {
        return match.end(0) + (match.isEmpty() ? 1 : 0);
    }

    static boolean like(EvaluationContext context, @Nullable Object[] arguments) {
        RegexCalls call = single(context, arguments, 2, "regexp_like");
        return call.regex.isIn(call.text, context.interruption());
    }

    static @Nullable Object match(EvaluationContext context, @Nullable Object[] arguments) {
        RegexCalls call = of(context, arguments, 2);
        if (call.global) {
            throw notGlobal("regexp_match").withHint("Use the regexp_matches function instead.");
        }
        return call.search.next(0).map(call::groups).orElse(null);
    }

    /** Returns the groups of the first match, or of all, each as an array: what regexp_matches answers. */
    public static List<@Nullable Object> matches(EvaluationContext context, @Nullable Object[] arguments) {
        RegexCalls call = of(context, arguments, 2);
        List<@Nullable Object> rows = new ArrayList<>();
        Optional<RegexMatch> match = call.search.next(0);
        while (match.isPresent()) {
            rows.add(call.groups(match.get()));
            match = call.global ? call.search.next(behind(match.get())) : Optional.empty();
        }
        return rows;
    }

    /**
     * Returns the texts between the matches. Empty matches at the text's beginning or end, and right behind another match, do not
     * count.
     */
    public static List<@Nullable Object> split(
            EvaluationContext context, @Nullable Object[] arguments, String function) {
        RegexCalls call = single(context, arguments, 2, function);
        List<@Nullable Object> parts = new ArrayList<>();
        int from = 0;
        int end = 0;
        for (Optional<RegexMatch> found = call.search.next(0); found.isPresent(); ) {
            RegexMatch match = found.get();
            if (match.start(0) < call.search.length() && match.end(0) > end) {
                parts.add(call.search.text(from, match.start(0)));
                from = match.end(0);
            }
            end = match.end(0);
            found = call.search.next(behind(match));
        }
        parts.add(call.search.text(from, call.search.length()));
        return parts;
    }

    static Object splitToArray(EvaluationContext context, @Nullable Object[] arguments) {
        return ArrayValue.of(BuiltInType.TEXT.type(), split(context, arguments, "regexp_split_to_array"));
    }

    static @Nullable Object substring(EvaluationContext context, @Nullable Object[] arguments) {
        RegexCalls call = of(context, arguments, arguments.length);
        return call.search
                .next(0)
                .map(match -> call.group(match, call.regex.groups() > 0 ? 1 : 0))
                .orElse(null);
    }

    static long count(EvaluationContext context, @Nullable Object[] arguments) {
        int start = parameter(arguments, 2, "start", 1, 1);
        RegexCalls call = single(context, arguments, 3, "regexp_count");
        long count = 0;
        for (Optional<RegexMatch> match = call.search.next(start - 1);
                match.isPresent();
                match = call.search.next(behind(match.get()))) {
            count++;
        }
        return count;
    }

    private Optional<RegexMatch> nth(int start, int number) {
        Optional<RegexMatch> match = search.next(start - 1);
        for (int i = 1; i < number && match.isPresent(); i++) {
            match = search.next(behind(match.get()));
        }
        return match;
    }

    /** Returns which group is meant, or -1 if there is none of this number. */
    private int chosen(int wanted) {
        if (wanted == 0 || regex.groups() == 0) {
            return wanted > 1 ? -1 : 0;
        }
        return wanted > regex.groups() ? -1 : wanted;
    }

    static long position(EvaluationContext context, @Nullable Object[] arguments) {
        int start = parameter(arguments, 2, "start", 1, 1);
        int number = parameter(arguments, 3, "n", 1, 1);
        int atEnd = parameter(arguments, 4, "endoption", 0, 0);
        if (atEnd > 1) {
            throw new SqlException(
                    ErrorCode.INVALID_PARAMETER_VALUE, "invalid value for parameter \"endoption\": " + atEnd);
        }
        int wanted = parameter(arguments, 6, "subexpr", 0, 0);
        RegexCalls call = single(context, arguments, 5, "regexp_instr");
        Optional<RegexMatch> match = call.nth(start, number);
        int group = call.chosen(wanted);
        if (match.isEmpty() || group < 0 || match.get().start(group) < 0) {
            return 0;
        }
        return (atEnd == 1 ? match.get().end(group) : match.get().start(group)) + 1L;
    }

    static @Nullable Object piece(EvaluationContext context, @Nullable Object[] arguments) {
        int start = parameter(arguments, 2, "start", 1, 1);
        int number = parameter(arguments, 3, "n", 1, 1);
        int wanted = parameter(arguments, 5, "subexpr", 0, 0);
        RegexCalls call = single(context, arguments, 4, "regexp_substr");
        Optional<RegexMatch> match = call.nth(start, number);
        int group = call.chosen(wanted);
        return match.isEmpty() || group < 0 ? null : call.group(match.get(), group);
    }

    /** regexp_replace of a text, an expression, a replacement and flags. */
    static Object replaced(EvaluationContext context, @Nullable Object[] arguments) {
        String flags = arguments.length > 3 ? TextMath.text(arguments, 3) : "";
        if (!flags.isEmpty() && flags.charAt(0) >= '0' && flags.charAt(0) <= '9') {
            throw invalidOption(flags.charAt(0))
                    .withHint("If you meant to use regexp_replace() with a start parameter,"
                            + " cast the fourth argument to integer explicitly.");
        }
        RegexCalls call = of(context, arguments, 3);
        return call.replaced(TextMath.text(arguments, 2), 0, call.global ? 0 : 1);
    }

    /** regexp_replace of a text, an expression, a replacement, where to start, which match (0 for all), and flags. */
    static Object replacedFrom(EvaluationContext context, @Nullable Object[] arguments) {
        int start = parameter(arguments, 3, "start", 1, 1);
        int number = parameter(arguments, 4, "n", 0, 1);
        RegexCalls call = of(context, arguments, 5);
        return call.replaced(TextMath.text(arguments, 2), start - 1, number);
    }

    private String replaced(String replacement, int start, int number) {
        StringBuilder result = new StringBuilder();
        int copied = 0;
        int count = 0;
        Optional<RegexMatch> found = search.next(start);
        while (found.isPresent()) {
            RegexMatch match = found.get();
            count++;
            if (number == 0 || count == number) {
                result.append(search.text(copied, match.start(0)));
                appendReplacement(result, replacement, match);
                copied = match.end(0);
            }
            found = count == number ? Optional.empty() : search.next(behind(match));
        }
        return result.append(search.text(copied, search.length())).toString();
    }

    /** Appends a replacement: {@code \1} to {@code \9} stand for groups, {@code \&} for the match. */
    private void appendReplacement(StringBuilder result, String replacement, RegexMatch match) {
        int i = 0;
        while (i < replacement.length()) {
            char c = replacement.charAt(i++);
            char next = i < replacement.length() ? replacement.charAt(i) : ' ';
            if (c != '\\' || (next != '\\' && next != '&' && (next < '1' || next > '9'))) {
                result.append(c);
                continue;
            }
            i++;
            if (next == '\\') {
                result.append(next);
                continue;
            }
            int group = next == '&' ? 0 : next - '0';
            String text = group > regex.groups() ? null : group(match, group);
            result.append(text == null ? "" : text);
        }
    }
}
