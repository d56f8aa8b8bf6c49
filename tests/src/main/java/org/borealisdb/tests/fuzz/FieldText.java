package org.borealisdb.tests.fuzz;

import java.math.BigDecimal;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The text of a field, in which equal values are alike: which of them stands for a group is the plan's choice. */
final class FieldText {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final Pattern INTERVAL =
            Pattern.compile("(?:(-?[0-9]+) years?)? ?(?:(-?[0-9]+) mons?)? ?(?:(-?[0-9]+) days?)? ?"
                    + "(?:(-?)([0-9]+):([0-9]{2}):([0-9]{2}(?:\\.[0-9]+)?))?");

    private FieldText() {}

    /** The text; {@code type}: the name of the column's type. */
    static String comparable(@Nullable String text, String type) {
        if (text == null) {
            return "∅";
        }
        return switch (type) {
            case "numeric" -> NUMBER.matcher(text).matches() ? plain(new BigDecimal(text)) : text;
            case "float8", "float4" -> text.equals("-0") ? "0" : text;
            case "interval" -> interval(text);
            default -> "'" + text + "'";
        };
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    /** Seconds, as intervals are compared: a month has 30 days of 24 hours. */
    private static String interval(String text) {
        Matcher matcher = INTERVAL.matcher(text);
        if (!matcher.matches()) {
            return text;
        }
        BigDecimal days = field(matcher, 1)
                .multiply(BigDecimal.valueOf(12))
                .add(field(matcher, 2))
                .multiply(BigDecimal.valueOf(30))
                .add(field(matcher, 3));
        BigDecimal seconds = field(matcher, 5)
                .multiply(BigDecimal.valueOf(60))
                .add(field(matcher, 6))
                .multiply(BigDecimal.valueOf(60))
                .add(field(matcher, 7));
        BigDecimal ofDays = days.multiply(BigDecimal.valueOf(86_400));
        return plain("-".equals(matcher.group(4)) ? ofDays.subtract(seconds) : ofDays.add(seconds)) + " s";
    }

    private static BigDecimal field(MatchResult match, int group) {
        String digits = match.group(group);
        return digits == null ? BigDecimal.ZERO : new BigDecimal(digits);
    }
}
