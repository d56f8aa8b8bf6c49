package org.borealisdb.sql.catalog;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.type.SqlType;

/**
 * An aggregate that a user made: a function whose catalog object says of which functions it is made.
 *
 * @param function it as a function
 * @param state the type of its states
 * @param movingState the same of frames that move; that of others without functions for these
 */
public record UserAggregate(UserFunction function, SqlType state, SqlType movingState) {
    /** Property with the letter of the kind as {@code pg_aggregate} writes it; only aggregates have it. */
    public static final String KIND = "aggregate";

    /** Property with the number of direct arguments. */
    public static final String DIRECT = "direct";

    /** Property with the number of the function that makes the next state. */
    public static final String NEXT = "sfunc";

    /** Property with the number of the type of states. */
    public static final String STATE = "stype";

    /** Property with how large states are said to be. */
    public static final String SPACE = "sspace";

    /** Property with the number of the function that makes the result. */
    public static final String LAST = "finalfunc";

    /** Property that is there if that function gets the arguments, too, as NULL. */
    public static final String EXTRA = "finalfunc_extra";

    /** Property with the letter of what that function does to the state. */
    public static final String MODIFY = "finalfunc_modify";

    /** Property with the number of the function that makes one state of two. */
    public static final String COMBINE = "combinefunc";

    /** Property with the text of the first state. */
    public static final String INITIAL = "initcond";

    /** What the names of properties about frames that move begin with; the name of the same about others follows. */
    public static final String MOVING = "m";

    /** Property with the number of the function that takes a row out of the state of a frame that moves. */
    public static final String INVERSE = "minvfunc";

    /** Property with the number of the operator that sorts its result first. */
    public static final String SORTING = "sortop";

    /** Returns whether a catalog object is of an aggregate. */
    public static boolean is(CatalogObject object) {
        return object.property(KIND).isPresent();
    }

    /** Returns the numbers of the functions that the aggregate of a catalog object is made of; none if it is no aggregate. */
    public static List<Long> functions(CatalogObject object) {
        return is(object)
                ? Stream.of(NEXT, LAST, COMBINE, MOVING + NEXT, INVERSE, MOVING + LAST)
                        .flatMap(property -> object.property(property).stream())
                        .map(Long::valueOf)
                        .distinct()
                        .toList()
                : List.of();
    }

    /** Returns a function as the aggregate that it is; empty if it is none, or if the type of its states is not there any more. */
    public static Optional<UserAggregate> of(UserFunction function, TypeLookup types) {
        return type(function.object(), STATE, types)
                .flatMap(state -> Optional.of(new UserAggregate(
                        function,
                        state,
                        type(function.object(), MOVING + STATE, types).orElse(state))));
    }

    private static Optional<SqlType> type(CatalogObject object, String property, TypeLookup types) {
        return object.property(property).flatMap(oid -> types.withOid(Integer.parseUnsignedInt(oid)));
    }

    /** Returns the letter of the kind: normal, of an ordered set, or of a hypothetical row. */
    public char kind() {
        return property(KIND).orElseThrow().charAt(0);
    }

    /** Returns the number of direct arguments. */
    public int direct() {
        return property(DIRECT).map(Integer::parseInt).orElse(0);
    }

    /** Returns a property. */
    public Optional<String> property(String name) {
        return function.object().property(name);
    }

    /** Returns the number that a property has; 0 without it. */
    public int number(String name) {
        return property(name).map(Integer::parseUnsignedInt).orElse(0);
    }

    /** Returns whether it has functions for frames that move. */
    public boolean moves() {
        return property(INVERSE).isPresent();
    }
}
