package org.borealisdb.expr.collation;

import com.google.errorprone.annotations.Immutable;
import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Collator;
import com.ibm.icu.text.RawCollationKey;
import com.ibm.icu.util.ICUException;
import com.ibm.icu.util.ULocale;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.ValueOrder;

/** The order of a locale by ICU. Texts that it does not tell apart are ordered by code points, or else are equal. */
@Immutable
final class IcuCollation implements Collation {
    private final String name;
    private final boolean deterministic;

    @SuppressWarnings("Immutable") // It is frozen.
    private final Collator collator;

    @SuppressWarnings("Immutable") // It has no setters.
    private final ULocale locale;

    /**
     * Makes the collation.
     *
     * @param name in {@code pg_collation}
     * @param tag of the locale, by BCP 47, or in ICU's form with keywords behind {@code @}
     * @param deterministic whether texts are equal only if they have the same characters
     * @throws SqlException 22023 if ICU has no such order
     */
    IcuCollation(String name, String tag, boolean deterministic) {
        this.name = name;
        this.deterministic = deterministic;
        this.locale = tag.indexOf('@') >= 0 ? new ULocale(tag) : ULocale.forLanguageTag(tag);
        try {
            this.collator = Collator.getInstance(locale).freeze();
        } catch (IllegalArgumentException | UnsupportedOperationException | ICUException unfit) {
            throw new SqlException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "could not open collator for locale \"" + tag + "\": " + unfit.getMessage());
        }
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
    public boolean isDeterministic() {
        return deterministic;
    }

    @Override
    public int compare(String left, String right) {
        int order = collator.compare(left, right);
        return order != 0 || !deterministic ? order : ValueOrder.compareText(left, right);
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
        return other instanceof IcuCollation that && name.equals(that.name) && deterministic == that.deterministic;
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
