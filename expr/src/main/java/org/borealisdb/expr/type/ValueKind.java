package org.borealisdb.expr.type;

/** How values of a type are carried at run time: in registers and primitive arrays, or as objects. */
public enum ValueKind {
    /** A {@code long}: integers, oids, booleans (0 or 1), dates (days) and times (microseconds) since 2000-01-01. */
    LONG,
    /** A {@code double}: both floating-point types; a {@code real} is a double that a float represents exactly. */
    DOUBLE,
    /** An object of the class that the type names; SQL's NULL is Java's {@code null}. */
    OBJECT
}
