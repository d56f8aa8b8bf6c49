package org.borealisdb.sql.catalog;

import java.util.SortedMap;
import java.util.TreeMap;
import org.borealisdb.engine.catalog.CatalogObject;

/** Whether the check of a constraint may wait for the end of the transaction, and whether it does unless SET CONSTRAINTS says otherwise. */
public enum Deferral {
    NOT_DEFERRABLE,
    INITIALLY_IMMEDIATE,
    INITIALLY_DEFERRED;

    /** Property of constraints whose check may wait: {@code i} for INITIALLY IMMEDIATE, {@code d} for INITIALLY DEFERRED. */
    public static final String PROPERTY = "deferrable";

    /** Reads it from the catalog object of a constraint, or of an index that stands for one. */
    public static Deferral of(CatalogObject constraint) {
        return switch (constraint.property(PROPERTY).orElse("")) {
            case "i" -> INITIALLY_IMMEDIATE;
            case "d" -> INITIALLY_DEFERRED;
            default -> NOT_DEFERRABLE;
        };
    }

    /** Returns the catalog object of a constraint with this. */
    public CatalogObject on(CatalogObject constraint) {
        return switch (this) {
            case NOT_DEFERRABLE -> {
                SortedMap<String, String> properties = new TreeMap<>(constraint.properties());
                properties.remove(PROPERTY);
                yield constraint.withProperties(properties);
            }
            case INITIALLY_IMMEDIATE -> constraint.with(PROPERTY, "i");
            case INITIALLY_DEFERRED -> constraint.with(PROPERTY, "d");
        };
    }

    /** Returns whether the check may wait. */
    public boolean isDeferrable() {
        return this != NOT_DEFERRABLE;
    }

    /** Returns how it is written behind a constraint; empty if it says nothing. */
    public String text() {
        return switch (this) {
            case NOT_DEFERRABLE -> "";
            case INITIALLY_IMMEDIATE -> " DEFERRABLE";
            case INITIALLY_DEFERRED -> " DEFERRABLE INITIALLY DEFERRED";
        };
    }
}
