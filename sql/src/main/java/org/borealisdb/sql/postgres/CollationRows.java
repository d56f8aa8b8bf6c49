package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.collation.Collations;
import org.borealisdb.sql.catalog.UserCollation;

/** {@code pg_collation}. */
final class CollationRows {
    /** Where the numbers of ICU's begin, which are in the order of their names. */
    private static final int FIRST_OF_LANGUAGES = 15_000;

    /** The number of the encoding. */
    private static final int UTF_8 = 6;

    private CollationRows() {}

    /** Returns the number of a collation. */
    static int oid(Collation collation) {
        if (collation.number() != 0) {
            return (int) collation.number();
        }
        return switch (collation.name()) {
            case "default" -> 100;
            case "C" -> 950;
            case "POSIX" -> 951;
            case "ucs_basic" -> 962;
            default -> FIRST_OF_LANGUAGES + Collations.ofLanguages().indexOf(collation.name());
        };
    }

    /** Returns the name of the built-in collation with a number. */
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
                .set("collencoding", UTF_8)
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
        for (CatalogObject object : catalog.objects(CatalogKind.COLLATION)) {
            UserCollation made = new UserCollation(object);
            rows.add()
                    .set("oid", object.id())
                    .set("collname", object.name())
                    .set("collnamespace", object.parent())
                    .set("collowner", catalog.owner(object))
                    .set("collprovider", made.isOfIcu() ? 'i' : 'c')
                    .set("collisdeterministic", made.isDeterministic())
                    .set("collencoding", object.property(UserCollation.ENCODED).isPresent() ? UTF_8 : -1)
                    .set("collcollate", object.property(UserCollation.COLLATE).orElse(null))
                    .set("collctype", object.property(UserCollation.CTYPE).orElse(null))
                    .set("colliculocale", object.property(UserCollation.LOCALE).orElse(null))
                    .set("collversion", object.property(UserCollation.VERSION).orElse(null))
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
