package org.borealisdb.server.region;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them: {@code 20s}, {@code 5m}, {@code 1h}, {@code 3d}. */
public final class DurationSyntax {
    private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,9})\\s*(s|m|min|h|d)");

    private DurationSyntax() {}

    /**
     * Reads a time.
     *
     * @throws IllegalArgumentException with one line that says what a time looks like
     */
    public static Duration parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a time; write for example 20s, 5m or 1h");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofMinutes(count);
        };
    }
}
