package org.borealisdb.expr.collation;

import com.google.errorprone.annotations.Immutable;
import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Collator;
import com.ibm.icu.text.RawCollationKey;
import com.ibm.icu.util.ULocale;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.ValueOrder;

/** The order of a language by ICU; texts that it does not tell apart are ordered by code points. */
@Immutable
final class IcuCollation implements Collation {
    private final String name;

    @SuppressWarnings("Immutable") // It is frozen.
    private final Collator collator;

    @SuppressWarnings("Immutable") // It has no setters.
    private final ULocale locale;

    /**
     * Makes the collation.
     *
     * @param name in {@code pg_collation}
     * @param tag of the language, by BCP 47
     */
    IcuCollation(String name, String tag) {
        this.name = name;
        this.locale = ULocale.forLanguageTag(tag);
        this.collator = Collator.getInstance(locale).freeze();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isByCodePoint() {
        return false;
    }

    @Override
    public int compare(String left, String right) {
        int order = collator.compare(left, right);
        return order != 0 ? order : ValueOrder.compareText(left, right);
    }

    @Override
    public void appendKey(ByteSink out, String text) {
        RawCollationKey key = collator.getRawCollationKey(text, null);
        // The last byte is the zero that ends it.
        for (int i = 0; i < key.size - 1; i++) {
            out.putByte(key.bytes[i]);
        }
    }

    @Override
    public String upper(String text) {
        return UCharacter.toUpperCase(locale, text);
    }

    @Override
    public String lower(String text) {
        return UCharacter.toLowerCase(locale, text);
    }

    @Override
    public String title(String text) {
        return UCharacter.toTitleCase(locale, text, null);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IcuCollation that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
