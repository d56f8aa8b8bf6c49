package org.borealisdb.expr.collation;

import com.google.errorprone.annotations.Immutable;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.ValueOrder;

/** The order of code points, in which no letters but those of ASCII have another case. */
@Immutable
record CodePointCollation(String name) implements Collation {
    @Override
    public boolean isByCodePoint() {
        return true;
    }

    @Override
    public int compare(String left, String right) {
        return ValueOrder.compareText(left, right);
    }

    /** The text itself tells all. */
    @Override
    public void appendKey(ByteSink out, String text) {}

    @Override
    public String upper(String text) {
        return mapped(text, false, true);
    }

    @Override
    public String lower(String text) {
        return mapped(text, false, false);
    }

    @Override
    public String title(String text) {
        return mapped(text, true, false);
    }

    private static String mapped(String text, boolean title, boolean upper) {
        StringBuilder mapped = new StringBuilder(text.length());
        boolean begins = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean capital = c >= 'A' && c <= 'Z';
            boolean small = c >= 'a' && c <= 'z';
            boolean raise = title ? begins : upper;
            mapped.append((char) (raise && small ? c - 32 : !raise && capital ? c + 32 : c));
            begins = !capital && !small && !(c >= '0' && c <= '9');
        }
        return mapped.toString();
    }
}
