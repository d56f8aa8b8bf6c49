package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The rows about extensions: those that there are belong to every database. Belongs to one task. */
final class ExtensionRows {
    private static final int EXTENSIONS = 3079;

    private static final List<Extension> ALL = List.of(
            new Extension(
                    9950,
                    StatementRows.NAME,
                    "1.10",
                    false,
                    "track planning and execution statistics of all SQL statements executed"),
            new Extension(13_559, "plpgsql", "1.0", true, "PL/pgSQL procedural language"));

    /**
     * An extension.
     *
     * @param trusted whether others than superusers could create it
     */
    private record Extension(int oid, String name, String version, boolean trusted, String comment) {}

    private final CatalogSnapshot catalog;

    ExtensionRows(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    /** Returns the name of the extension with a number. */
    static Optional<String> name(long oid) {
        return ALL.stream()
                .filter(each -> each.oid() == oid)
                .map(Extension::name)
                .findFirst();
    }

    /** Returns the numbers of extensions by their names. */
    static Map<String, Integer> numbers() {
        return ALL.stream().collect(Collectors.toMap(Extension::name, Extension::oid));
    }

    /** Returns what an extension is for. */
    static Optional<String> comment(long oid) {
        return ALL.stream()
                .filter(each -> each.oid() == oid)
                .map(Extension::comment)
                .findFirst();
    }

    void extensions(SystemRows rows) {
        for (Extension each : ALL) {
            rows.add()
                    .set("oid", each.oid())
                    .set("extname", each.name())
                    .set("extowner", catalog.owner())
                    .set("extnamespace", CatalogSnapshot.PG_CATALOG)
                    .set("extrelocatable", false)
                    .set("extversion", each.version())
                    .end();
        }
    }

    void descriptions(SystemRows rows) {
        for (Extension each : ALL) {
            rows.add()
                    .set("objoid", each.oid())
                    .set("classoid", EXTENSIONS)
                    .set("description", each.comment())
                    .end();
        }
    }

    void available(SystemRows rows) {
        for (Extension each : ALL) {
            rows.add()
                    .set("name", each.name())
                    .set("default_version", each.version())
                    .set("installed_version", each.version())
                    .set("comment", each.comment())
                    .end();
        }
    }

    void availableVersions(SystemRows rows) {
        for (Extension each : ALL) {
            rows.add()
                    .set("name", each.name())
                    .set("version", each.version())
                    .set("installed", true)
                    .set("superuser", true)
                    .set("trusted", each.trusted())
                    .set("relocatable", false)
                    .set("schema", "pg_catalog")
                    .set("comment", each.comment())
                    .end();
        }
    }
}
