package org.borealisdb.sql.catalog;

import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.SequenceState;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;

/** What the catalog keeps of a sequence: how it was declared. Stateless. */
public final class SequenceProperties {
    private static final String TYPE = "type";
    private static final String START = "start";
    private static final String INCREMENT = "increment";
    private static final String MINIMUM = "minimum";
    private static final String MAXIMUM = "maximum";
    private static final String CYCLES = "cycles";
    private static final String RESERVED = "cache";
    private static final String CACHE = "declaredCache";
    private static final String VALUES = "values";

    private SequenceProperties() {}

    /** Returns a sequence's catalog object with its declaration. */
    public static CatalogObject declare(CatalogObject sequence, SqlType type, SequenceState first) {
        return sequence.with(TYPE, Integer.toString(type.oid()))
                .with(START, Long.toString(first.next()))
                .with(INCREMENT, Long.toString(first.increment()))
                .with(MINIMUM, Long.toString(first.minimum()))
                .with(MAXIMUM, Long.toString(first.maximum()))
                .with(CYCLES, Boolean.toString(first.cycles()))
                .with(RESERVED, Integer.toString(first.cache()));
    }

    /** Returns the object with what CACHE was declared as; more values than that may be reserved at a time. */
    public static CatalogObject declareCache(CatalogObject sequence, long cache) {
        return sequence.with(CACHE, Long.toString(cache));
    }

    /** Returns what CACHE was declared as. */
    public static long cache(CatalogObject sequence) {
        return number(sequence, CACHE, 1);
    }

    /** Returns the object with its values kept under another number. */
    public static CatalogObject keepValues(CatalogObject sequence, long number) {
        return sequence.with(VALUES, Long.toString(number));
    }

    /** Returns the object with its values kept under its own number, as at first. */
    public static CatalogObject keepOwnValues(CatalogObject sequence) {
        return sequence.without(VALUES);
    }

    /** Returns under which number the values are kept: another one each time that the sequence is altered, so that this can be undone. */
    public static long values(CatalogObject sequence) {
        return number(sequence, VALUES, sequence.id());
    }

    /** Returns the type of the values. */
    public static SqlType type(CatalogObject sequence) {
        return BuiltInType.typeWithOid((int) number(sequence, TYPE, BuiltInType.INT8.oid()))
                .orElseThrow();
    }

    /** Returns the state that the sequence began with; sequences that say nothing count up from 1. */
    public static SequenceState initial(CatalogObject sequence) {
        SequenceState plain = SequenceState.from(1);
        return new SequenceState(
                number(sequence, START, plain.next()),
                false,
                number(sequence, INCREMENT, plain.increment()),
                number(sequence, MINIMUM, plain.minimum()),
                number(sequence, MAXIMUM, plain.maximum()),
                sequence.property(CYCLES).filter("true"::equals).isPresent(),
                (int) number(sequence, RESERVED, plain.cache()));
    }

    private static long number(CatalogObject sequence, String property, long otherwise) {
        return sequence.property(property).map(Long::parseLong).orElse(otherwise);
    }
}
