package org.borealisdb.expr.value;

import java.util.Optional;
import java.util.OptionalLong;
import org.borealisdb.expr.type.BuiltInType;

/** The names of catalog objects, by which {@code regclass} and its like are written and read. */
public interface ObjectNames {
    /** Knows no names: identifiers are written and read as numbers. */
    ObjectNames NONE = new ObjectNames() {
        @Override
        public Optional<String> nameOf(BuiltInType type, long oid) {
            return Optional.empty();
        }

        @Override
        public OptionalLong find(BuiltInType type, String name) {
            return OptionalLong.empty();
        }
    };

    /** Returns the text form of an identifier of a type such as REGCLASS; empty if there is no such object. */
    Optional<String> nameOf(BuiltInType type, long oid);

    /**
     * Returns the identifier of a name; empty if names are not known here at all.
     *
     * @throws org.borealisdb.expr.error.SqlException if there is no such object
     */
    OptionalLong find(BuiltInType type, String name);
}
