package org.borealisdb.sql.postgres;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What PostgreSQL 15 says of its types, operators, functions and other objects that are built in here, too. A line of the resource is the number of a system relation, that of an object in it, and the
 * text, with tabs between them. Read when it is first asked for. Immutable.
 */
final class BuiltInDescriptions {
    private static final Map<Commented, String> ALL = read();

    private BuiltInDescriptions() {}

    private static Map<Commented, String> read() {
        Map<Commented, String> all = new LinkedHashMap<>();
        for (String line : ResourceLines.text("descriptions.txt").lines().toList()) {
            String[] parts = line.split("\t", -1);
            all.put(new Commented(Long.parseLong(parts[1]), Long.parseLong(parts[0]), 0), parts[2]);
        }
        return Collections.unmodifiableMap(all);
    }

    /** Returns what is said of an object of a system relation, if anything is. */
    static Optional<String> of(long relation, long object) {
        return Optional.ofNullable(ALL.get(new Commented(object, relation, 0)));
    }

    /** Returns what is said of an object of any system relation, if anything is. */
    static Optional<String> of(long object) {
        return ALL.entrySet().stream()
                .filter(each -> each.getKey().id() == object)
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Adds what is said of objects on which there are no comments of users. */
    static void descriptions(SystemRows rows, CatalogSnapshot catalog) {
        ALL.forEach((object, text) -> {
            if (catalog.comment(object.relation(), object.id(), 0).isEmpty()) {
                rows.add()
                        .set("objoid", object.id())
                        .set("classoid", object.relation())
                        .set("objsubid", 0)
                        .set("description", text)
                        .end();
            }
        });
    }
}
