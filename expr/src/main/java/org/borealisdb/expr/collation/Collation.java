package org.borealisdb.expr.collation;

import com.google.errorprone.annotations.Immutable;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.value.ByteSink;

/** An order of texts (manual 24.2). Used by any task. */
@Immutable
public interface Collation {
    /** Returns its name in {@code pg_collation}. */
    String name();

    /** Returns its name as SQL finds it from where it was named, in quotes if it needs them. */
    default String displayName() {
        return Quoting.identifier(name());
    }

    /** Returns its number in the catalog if a user made it; 0 if it is built in. */
    default long number() {
        return 0;
    }

    /** Returns whether texts are ordered by their code points. */
    boolean isByCodePoint();

    /** Returns whether texts are equal only if they have the same characters. */
    default boolean isDeterministic() {
        return true;
    }

    /** Compares two texts. */
    int compare(String left, String right);

    /** Appends bytes without zeroes in their midst, whose unsigned order is that of texts that it distinguishes; those of equal texts are equal. */
    void appendKey(ByteSink out, String text);

    /** Returns a text in upper case. */
    String upper(String text);

    /** Returns a text in lower case. */
    String lower(String text);

    /** Returns a text with its words' first letters in upper case and the others in lower case. */
    String title(String text);
}
