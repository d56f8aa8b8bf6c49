package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.sql.catalog.ObjectAddress;

/**
 * An object as {@code pg_get_object_address} is told of it.
 *
 * @param type of the object
 * @param names the parts of its name
 * @param arguments types, or what else tells it from others of the name
 */
record NamedAddress(String type, ArrayValue names, ArrayValue arguments) {
    private static final Set<String> UNSUPPORTED = Set.of(
            "toast table",
            "composite type",
            "composite type column",
            "materialized view column",
            "view column",
            "index column",
            "sequence column",
            "toast table column",
            "role membership");

    /** Kinds that COMMENT names, and this function does not. */
    private static final Set<String> UNRECOGNIZED = Set.of("column", "domain", "routine");

    /** Kinds that are not looked for here, for there are no objects of them, or none with names. */
    private static final Set<String> MISSING = Set.of(
            "operator of access method",
            "function of access method",
            "user mapping",
            "default acl",
            "publication namespace",
            "publication relation",
            "parameter ACL");

    /** Kinds whose name is one text that is not divided. */
    private static final Set<String> WHOLE = Set.of("type", "cast", "transform", "domain constraint", "large object");

    private static final Set<String> SIMPLE = Set.of(
            "access method",
            "database",
            "event trigger",
            "extension",
            "foreign-data wrapper",
            "server",
            "language",
            "publication",
            "role",
            "schema",
            "subscription",
            "tablespace");

    /** Kinds with so many arguments. */
    private static final Map<String, Integer> ARGUMENTS =
            Map.of("domain constraint", 1, "cast", 1, "transform", 1, "operator", 2);

    private static SqlException invalid(String message) {
        return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }

    /**
     * Finds the object.
     *
     * @throws SqlException 22023 if that cannot be a name of one, 42704 and its like if there is none
     */
    ObjectAddress find(ObjectAddresses addresses) {
        if (UNSUPPORTED.contains(type)) {
            throw invalid("unsupported object type \"" + type + "\"");
        }
        if (UNRECOGNIZED.contains(type) || !(addresses.knows(type) || MISSING.contains(type))) {
            throw invalid("unrecognized object type \"" + type + "\"");
        }
        List<String> name = texts(names);
        boolean one = WHOLE.contains(type) || SIMPLE.contains(type);
        if (name.isEmpty() && !one) {
            throw invalid("name list length must be at least 1");
        }
        List<String> given = texts(arguments);
        int wanted = ARGUMENTS.getOrDefault(type, -1);
        if (WHOLE.contains(type) && name.size() != 1) {
            throw invalid("name list length must be exactly 1");
        }
        if (wanted >= 0 && given.size() != wanted) {
            throw invalid("argument list length must be exactly " + wanted);
        }
        if ((type.equals("operator class") || type.equals("operator family")) && name.size() < 2) {
            throw invalid("name list length must be at least 2");
        }
        if (one && name.size() != 1) {
            throw invalid("name list length must be " + (name.isEmpty() ? "at least" : "exactly") + " 1");
        }
        return addresses.find(type, name, given);
    }

    private static List<String> texts(ArrayValue array) {
        List<String> texts = new ArrayList<>();
        for (Object each : array.elements()) {
            if (each == null) {
                throw invalid("name or argument lists may not contain nulls");
            }
            texts.add((String) each);
        }
        return texts;
    }
}
