package org.borealisdb.expr.collation;

import com.google.errorprone.annotations.Immutable;
import org.borealisdb.expr.value.ByteSink;

/** An order of texts (manual 24.2). Used by any task. */
@Immutable
public interface Collation {
    /** Returns its name in {@code pg_collation}. */
    String name();

    /** Returns whether texts are ordered by their code points. */
    boolean isByCodePoint();

    /** Compares two texts: 0 only if they have the same characters. */
    int compare(String left, String right);

    /** Appends bytes without zeroes in their midst, whose unsigned order is that of texts that differ in more than their last distinction. */
    void appendKey(ByteSink out, String text);

    /** Returns a text in upper case. */
    String upper(String text);

    /** Returns a text in lower case. */
    String lower(String text);

    /** Returns a text with its words' first letters in upper case and the others in lower case. */
    String title(String text);
}
