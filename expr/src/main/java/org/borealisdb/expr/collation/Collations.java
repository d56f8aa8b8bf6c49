package org.borealisdb.expr.collation;

import com.ibm.icu.util.ULocale;
import com.ibm.icu.util.VersionInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The collations that are there without being created, and the orders of those that users make. Used by any task. */
public final class Collations {
    /** The database's own: the order of code points. */
    public static final Collation DEFAULT = new CodePointCollation("default");

    private static final Collation C = new CodePointCollation("C");

    private static final Map<String, Collation> BY_CODE_POINT = Map.of(
            "default",
            DEFAULT,
            "C",
            C,
            "POSIX",
            new CodePointCollation("POSIX"),
            "ucs_basic",
            new CodePointCollation("ucs_basic"));

    /** How the names of ICU's end: what stands before is the tag of a language. */
    private static final String ICU = "-x-icu";

    private static final Map<String, Collation> USED = new ConcurrentHashMap<>();

    /** So many orders of locales are kept; others are made each time that they are looked for. */
    private static final int MAXIMUM_LOCALES = 256;

    private static final Map<String, Collation> LOCALES = new ConcurrentHashMap<>();

    private Collations() {}

    /** Finds a collation of {@code pg_catalog} by its name. */
    public static Optional<Collation> named(String name) {
        Collation known = BY_CODE_POINT.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        if (!name.endsWith(ICU) || !Languages.NAMES.contains(name)) {
            return Optional.empty();
        }
        return Optional.of(USED.computeIfAbsent(name, Collations::made));
    }

    private static Collation made(String name) {
        return new IcuCollation(name, language(name), true);
    }

    /**
     * Returns a collation that a user made, with the order of a locale of ICU's.
     *
     * @param number in the catalog
     * @param displayName its name as SQL finds it
     * @param locale by BCP 47, or in ICU's form with keywords behind {@code @}
     * @param deterministic whether texts are equal only if they have the same characters
     * @throws SqlException 22023 if ICU has no such order
     */
    public static Collation ofLocale(
            long number, String name, String displayName, String locale, boolean deterministic) {
        String key = (deterministic ? "=" : "~") + locale;
        Collation order = LOCALES.get(key);
        if (order == null) {
            order = new IcuCollation(locale, locale, deterministic);
            if (LOCALES.size() < MAXIMUM_LOCALES) {
                LOCALES.put(key, order);
            }
        }
        return new CreatedCollation(number, name, displayName, order);
    }

    /** Returns a collation that a user made, with the order of code points. */
    public static Collation ofCodePoints(long number, String name, String displayName) {
        return new CreatedCollation(number, name, displayName, C);
    }

    /** Returns the tag of the language of a collation of ICU's. */
    public static String language(String name) {
        return name.substring(0, name.length() - ICU.length());
    }

    /** Returns the version of ICU that their orders are of. */
    public static String version() {
        return VersionInfo.ICU_VERSION.toString();
    }

    /** Returns the names of ICU's, in order. */
    public static List<String> ofLanguages() {
        return List.copyOf(Languages.NAMES);
    }

    /** Made when first asked for: it loads ICU. */
    private static final class Languages {
        static final TreeSet<String> NAMES = new TreeSet<>();

        static {
            NAMES.add("und" + ICU);
            for (ULocale locale : ULocale.getAvailableLocales()) {
                NAMES.add(locale.toLanguageTag() + ICU);
            }
        }
    }
}
