package org.borealisdb.server.region;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.runtime.config.ByteSize;

/** Sizes as people write them: {@code 512MB}, {@code 2g}, {@code 1.5 GiB}. Units are powers of 1024, as in PostgreSQL's settings. */
public final class SizeSyntax {
    private static final Pattern SYNTAX =
            Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,6})?)\\s*(|b|k|kb|kib|m|mb|mib|g|gb|gib|t|tb|tib)");

    private SizeSyntax() {}

    /**
     * Reads a size.
     *
     * @throws IllegalArgumentException with one line that says what a size looks like
     */
    public static ByteSize parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a size; write for example 512MB or 2GB");
        }
        String unit = matcher.group(2);
        int power = unit.isEmpty() ? 0 : "bkmgt".indexOf(unit.charAt(0));
        return new ByteSize((long) (Double.parseDouble(matcher.group(1)) * (1L << (10 * power))));
    }
}
