package org.borealisdb.sql.ast;

import java.util.List;

/**
 * A name of an object, with what it is qualified by: {@code database.schema.table}, {@code schema.function}.
 *
 * @param parts at least one, the object's own name last
 * @param position offset of the first part
 */
public record QualifiedName(List<String> parts, int position) {
    /** Checks that there is a part. */
    public QualifiedName {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a name without parts");
        }
    }

    /** Returns an unqualified name. */
    public static QualifiedName of(String name, int position) {
        return new QualifiedName(List.of(name), position);
    }

    /** Returns the object's own name. */
    public String last() {
        return parts.getLast();
    }

    /** Returns whether it is only the object's own name. */
    public boolean isSimple() {
        return parts.size() == 1;
    }

    @Override
    public String toString() {
        return String.join(".", parts);
    }
}
