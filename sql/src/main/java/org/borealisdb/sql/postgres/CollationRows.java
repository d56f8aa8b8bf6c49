package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.collation.Collations;

/** {@code pg_collation}: the collations that are there without being created. */
final class CollationRows {
    /** Where the numbers of ICU's begin, which are in the order of their names. */
    private static final int FIRST_OF_LANGUAGES = 15_000;

    private CollationRows() {}

    /** Returns the number of a collation. */
    static int oid(Collation collation) {
        return switch (collation.name()) {
            case "default" -> 100;
            case "C" -> 950;
            case "POSIX" -> 951;
            case "ucs_basic" -> 962;
            default -> FIRST_OF_LANGUAGES + Collations.ofLanguages().indexOf(collation.name());
        };
    }

    /** Returns the name of the collation with a number. */
    static Optional<String> named(long oid) {
        List<String> languages = Collations.ofLanguages();
        long place = oid - FIRST_OF_LANGUAGES;
        return switch ((int) oid) {
            case 100 -> Optional.of("default");
            case 950 -> Optional.of("C");
            case 951 -> Optional.of("POSIX");
            case 962 -> Optional.of("ucs_basic");
            default ->
                place >= 0 && place < languages.size() ? Optional.of(languages.get((int) place)) : Optional.empty();
        };
    }

    static void all(SystemRows rows, CatalogSnapshot catalog) {
        row(rows, catalog, 100, "default", 'd').end();
        for (String name : List.of("C", "POSIX")) {
            row(rows, catalog, name.equals("C") ? 950 : 951, name, 'c')
                    .set("collcollate", name)
                    .set("collctype", name)
                    .end();
        }
        row(rows, catalog, 962, "ucs_basic", 'c')
                .set("collencoding", 6)
                .set("collcollate", "C")
                .set("collctype", "C")
                .end();
        int oid = FIRST_OF_LANGUAGES;
        for (String name : Collations.ofLanguages()) {
            row(rows, catalog, oid++, name, 'i')
                    .set("colliculocale", Collations.language(name))
                    .set("collversion", Collations.version())
                    .end();
        }
    }

    private static SystemRows.Row row(SystemRows rows, CatalogSnapshot catalog, int oid, String name, char provider) {
        return rows.add()
                .set("oid", oid)
                .set("collname", name)
                .set("collnamespace", CatalogSnapshot.PG_CATALOG)
                .set("collowner", catalog.owner())
                .set("collprovider", provider)
                .set("collisdeterministic", true)
                .set("collencoding", -1);
    }
}
