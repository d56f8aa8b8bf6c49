package org.borealisdb.sql.catalog;

import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.collation.Collations;

/**
 * A collation that a user made, as the catalog keeps it.
 *
 * @param object its catalog object
 */
public record UserCollation(CatalogObject object) {
    /** Property with who gives the order: {@link #ICU} or {@link #LIBC}. */
    public static final String PROVIDER = "provider";

    /** The provider ICU. */
    public static final String ICU = "i";

    /** The provider that gives the order of code points. */
    public static final String LIBC = "c";

    /** Property of one of ICU's with the locale. */
    public static final String LOCALE = "locale";

    /** Property of one of libc's with the locale of its order. */
    public static final String COLLATE = "collate";

    /** Property of one of libc's with the locale of its letters. */
    public static final String CTYPE = "ctype";

    /** Property that is there if texts may be equal that differ. */
    public static final String NONDETERMINISTIC = "nondeterministic";

    /** Property with the version of the order that it was made with, if that has one. */
    public static final String VERSION = "version";

    /** Property that is there if it is of one encoding of characters only. */
    public static final String ENCODED = "encoded";

    /** Returns whether ICU gives its order. */
    public boolean isOfIcu() {
        return object.property(PROVIDER).orElseThrow().equals(ICU);
    }

    /** Returns whether texts are equal only if they have the same characters. */
    public boolean isDeterministic() {
        return object.property(NONDETERMINISTIC).isEmpty();
    }

    /**
     * Returns the order of texts.
     *
     * @param displayName its name as SQL finds it
     */
    public Collation collation(String displayName) {
        return isOfIcu()
                ? Collations.ofLocale(
                        object.id(),
                        object.name(),
                        displayName,
                        object.property(LOCALE).orElseThrow(),
                        isDeterministic())
                : Collations.ofCodePoints(object.id(), object.name(), displayName);
    }
}
