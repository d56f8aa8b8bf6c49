package org.borealisdb.expr.scalar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;

/**
 * Chooses among functions or operators of one name by the types of the arguments, by PostgreSQL's rules (manual chapter 10;
 * func_select_candidate): exact matches, then most exact matches, then most preferred types, then the categories that unknown
 * literals suggest.
 */
public final class Resolution {
    private final Supplier<CastTable> casts;

    /** Makes a resolution that goes by these casts, which are asked for when something does not fit as it is. */
    public Resolution(Supplier<CastTable> casts) {
        this.casts = casts;
    }

    /** What came out. */
    public sealed interface Outcome<T> {}

    /** One candidate fits best. */
    public record Found<T>(T candidate) implements Outcome<T> {}

    /** None fits: "does not exist". */
    public record None<T>() implements Outcome<T> {}

    /** Several fit equally: "is not unique". */
    public record Ambiguous<T>(List<T> candidates) implements Outcome<T> {
        /** Copies the candidates. */
        public Ambiguous {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * Chooses a candidate.
     *
     * @param candidates all of the name and number of arguments
     * @param signature gives a candidate's argument types
     * @param given the arguments' types; literals without a type are unknown
     */
    public <T> Outcome<T> choose(
            List<T> candidates, Function<? super T, List<SqlType>> signature, List<SqlType> given) {
        for (T candidate : candidates) {
            List<SqlType> types = signature.apply(candidate);
            if (types.size() == given.size() && matches(types, given)) {
                return new Found<>(candidate);
            }
        }
        List<T> possible = new ArrayList<>();
        for (T candidate : candidates) {
            List<SqlType> types = signature.apply(candidate);
            if (types.size() == given.size() && isPossible(types, given)) {
                possible.add(candidate);
            }
        }
        Optional<List<SqlType>> assumed = assumeSameType(given);
        if (assumed.isPresent()) {
            for (T candidate : possible) {
                if (matches(signature.apply(candidate), assumed.get())) {
                    return new Found<>(candidate);
                }
            }
            for (T candidate : possible) {
                if (isPolymorphicMatch(signature.apply(candidate), assumed.get())) {
                    return new Found<>(candidate);
                }
            }
        }
        possible = best(possible, types -> exactMatches(types, given), signature);
        possible = best(possible, types -> preferredMatches(types, given), signature);
        if (possible.size() > 1) {
            possible = byUnknowns(possible, signature, given);
        }
        if (possible.size() > 1) {
            possible = byKnown(possible, signature, given);
        }
        return switch (possible.size()) {
            case 0 -> new None<>();
            case 1 -> new Found<>(possible.getFirst());
            default -> new Ambiguous<>(possible);
        };
    }

    private static boolean matches(List<SqlType> types, List<SqlType> given) {
        for (int i = 0; i < given.size(); i++) {
            if (!types.get(i).sameTypeAs(given.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isPossible(List<SqlType> types, List<SqlType> given) {
        for (int i = 0; i < given.size(); i++) {
            if (!casts.get().canCoerce(given.get(i), types.get(i), Context.IMPLICIT)) {
                return false;
            }
        }
        return isConsistent(types, given);
    }

    private static boolean isPolymorphic(SqlType type) {
        return type.builtIn().filter(BuiltInType::isPolymorphic).isPresent();
    }

    /** Returns whether all parameters are polymorphic and stand for one and the same type. */
    private boolean isPolymorphicMatch(List<SqlType> types, List<SqlType> given) {
        return types.stream().allMatch(Resolution::isPolymorphic) && isPossible(types, given);
    }

    /** Returns whether polymorphic parameters stand for one type, or for types that convert to each other (manual 38.2.5). */
    private boolean isConsistent(List<SqlType> types, List<SqlType> given) {
        SqlType element = BuiltInType.UNKNOWN.type();
        SqlType compatible = BuiltInType.UNKNOWN.type();
        for (int i = 0; i < given.size(); i++) {
            if (!isPolymorphic(types.get(i)) || given.get(i).is(BuiltInType.UNKNOWN)) {
                continue;
            }
            SqlType found = elementFor(types.get(i), given.get(i));
            if (types.get(i).builtIn().filter(BuiltInType::isCompatible).isPresent()) {
                if (!compatible.is(BuiltInType.UNKNOWN)
                        && !compatible.sameTypeAs(found)
                        && !casts.get().canCoerce(compatible, found, Context.IMPLICIT)
                        && !casts.get().canCoerce(found, compatible, Context.IMPLICIT)) {
                    return false;
                }
                compatible = found;
            } else {
                if (!element.is(BuiltInType.UNKNOWN) && !element.sameTypeAs(found)) {
                    return false;
                }
                element = found;
            }
        }
        return (element.category() == TypeCategory.ENUM || !has(types, BuiltInType.ANYENUM))
                && (element.category() != TypeCategory.ARRAY || !has(types, BuiltInType.ANYNONARRAY))
                && (compatible.category() != TypeCategory.ARRAY || !has(types, BuiltInType.ANYCOMPATIBLENONARRAY));
    }

    private static boolean has(List<SqlType> types, BuiltInType wanted) {
        return types.stream().anyMatch(type -> type.is(wanted));
    }

    /** Returns the element type that a polymorphic parameter stands for if it is given an argument of some type. */
    public static SqlType elementFor(SqlType parameter, SqlType given) {
        if (!parameter.is(BuiltInType.ANYARRAY) && !parameter.is(BuiltInType.ANYCOMPATIBLEARRAY)) {
            return given;
        }
        if (given instanceof ArrayType array) {
            return array.element();
        }
        return given.is(BuiltInType.INT2VECTOR) ? BuiltInType.INT2.type() : BuiltInType.OID.type();
    }

    /** Of two arguments, one of them unknown: both of the known one's type (manual 10.2, rule 2a). */
    private static Optional<List<SqlType>> assumeSameType(List<SqlType> given) {
        if (given.size() != 2) {
            return Optional.empty();
        }
        boolean first = given.get(0).is(BuiltInType.UNKNOWN);
        if (first == given.get(1).is(BuiltInType.UNKNOWN)) {
            return Optional.empty();
        }
        SqlType known = given.get(first ? 1 : 0);
        return Optional.of(List.of(known, known));
    }

    /** If all types that are known are one, and a single candidate takes it for the unknown ones too, that one (rule 4f). */
    private <T> List<T> byKnown(List<T> candidates, Function<? super T, List<SqlType>> signature, List<SqlType> given) {
        List<SqlType> known =
                given.stream().filter(type -> !type.is(BuiltInType.UNKNOWN)).toList();
        boolean one = !known.isEmpty()
                && known.size() < given.size()
                && known.stream().allMatch(type -> type.sameTypeAs(known.getFirst()));
        if (!one) {
            return candidates;
        }
        List<SqlType> assumed = given.stream().map(type -> known.getFirst()).toList();
        List<T> fitting = candidates.stream()
                .filter(candidate -> isPossible(signature.apply(candidate), assumed))
                .toList();
        return fitting.size() == 1 ? fitting : candidates;
    }

    private static <T> List<T> best(
            List<T> candidates, Function<List<SqlType>, Integer> score, Function<? super T, List<SqlType>> signature) {
        if (candidates.size() < 2) {
            return candidates;
        }
        int highest = candidates.stream()
                .mapToInt(candidate -> score.apply(signature.apply(candidate)))
                .max()
                .orElse(0);
        return candidates.stream()
                .filter(candidate -> score.apply(signature.apply(candidate)) == highest)
                .toList();
    }

    private static int exactMatches(List<SqlType> types, List<SqlType> given) {
        int count = 0;
        for (int i = 0; i < given.size(); i++) {
            if (types.get(i).sameTypeAs(given.get(i))) {
                count++;
            }
        }
        return count;
    }

    private static int preferredMatches(List<SqlType> types, List<SqlType> given) {
        int count = 0;
        for (int i = 0; i < given.size(); i++) {
            boolean known = !given.get(i).is(BuiltInType.UNKNOWN);
            boolean preferred = types.get(i).isPreferred()
                    && types.get(i).category() == given.get(i).category();
            if (known && (types.get(i).sameTypeAs(given.get(i)) || preferred)) {
                count++;
            }
        }
        return count;
    }

    /** Lets unknown literals be strings if any candidate takes one there, else of the one category that all take. */
    private static <T> List<T> byUnknowns(
            List<T> candidates, Function<? super T, List<SqlType>> signature, List<SqlType> given) {
        List<T> left = candidates;
        for (int i = 0; i < given.size(); i++) {
            if (!given.get(i).is(BuiltInType.UNKNOWN)) {
                continue;
            }
            int place = i;
            boolean string = left.stream()
                    .anyMatch(candidate -> signature.apply(candidate).get(place).category() == TypeCategory.STRING);
            TypeCategory wanted = string
                    ? TypeCategory.STRING
                    : signature.apply(left.getFirst()).get(place).category();
            List<T> fitting = left.stream()
                    .filter(candidate -> signature.apply(candidate).get(place).category() == wanted)
                    .toList();
            if (!string && fitting.size() != left.size()) {
                return left;
            }
            List<T> preferred = fitting.stream()
                    .filter(candidate -> signature.apply(candidate).get(place).isPreferred())
                    .toList();
            left = preferred.isEmpty() ? fitting : preferred;
        }
        return left;
    }
}
