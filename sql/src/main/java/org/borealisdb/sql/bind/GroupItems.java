package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.SyntaxExpression.GroupingKind;
import org.borealisdb.sql.ast.SyntaxExpression.GroupingSet;

/** Turns the items of GROUP BY into the sets of keys that they stand for. */
final class GroupItems {
    /** Most sets of a query, as in PostgreSQL: each has groups of its own. */
    private static final int MAXIMUM_SETS = 4096;

    /** Most items of CUBE, whose sets are two to that power. */
    private static final int MAXIMUM_CUBE = 12;

    private final BindContext context;
    private final ToIntFunction<SyntaxExpression> keyOf;

    /**
     * Makes it.
     *
     * @param keyOf gives the place of an expression's key
     */
    GroupItems(BindContext context, ToIntFunction<SyntaxExpression> keyOf) {
        this.context = context;
        this.keyOf = keyOf;
    }

    /** Returns whether there is more to items than expressions. */
    static boolean haveSets(List<SyntaxExpression> items) {
        return items.stream().anyMatch(item -> item instanceof GroupingSet set && set.kind() != GroupingKind.EMPTY);
    }

    /** Returns the sets: each combines one of each item. */
    List<List<Integer>> sets(List<SyntaxExpression> items, boolean distinct) {
        List<List<Set<Integer>>> factors = new ArrayList<>();
        double count = 1;
        for (SyntaxExpression item : items) {
            List<Set<Integer>> factor = expanded(item);
            count *= factor.size();
            factors.add(factor);
        }
        if (count > MAXIMUM_SETS) {
            throw context.error(
                    ErrorCode.STATEMENT_TOO_COMPLEX,
                    "too many grouping sets present (maximum " + MAXIMUM_SETS + ")",
                    -1);
        }
        List<Set<Integer>> sets = List.of(Set.of());
        for (List<Set<Integer>> factor : factors) {
            List<Set<Integer>> more = new ArrayList<>();
            for (Set<Integer> before : sets) {
                for (Set<Integer> each : factor) {
                    more.add(union(List.of(before, each)));
                }
            }
            sets = more;
        }
        Collection<Set<Integer>> wanted = distinct ? new LinkedHashSet<>(sets) : sets;
        return wanted.stream().map(List::copyOf).toList();
    }

    private static Set<Integer> union(List<Set<Integer>> sets) {
        Set<Integer> all = new TreeSet<>();
        sets.forEach(all::addAll);
        return all;
    }

    private List<Set<Integer>> expanded(SyntaxExpression item) {
        if (!(item instanceof GroupingSet set)) {
            return List.of(keys(item));
        }
        return switch (set.kind()) {
            case EMPTY -> List.of(Set.of());
            case SETS -> {
                List<Set<Integer>> all = new ArrayList<>();
                set.items().forEach(each -> all.addAll(expanded(each)));
                yield all;
            }
            case ROLLUP -> {
                List<Set<Integer>> parts = set.items().stream().map(this::keys).toList();
                List<Set<Integer>> all = new ArrayList<>();
                for (int count = parts.size(); count >= 0; count--) {
                    all.add(union(parts.subList(0, count)));
                }
                yield all;
            }
            case CUBE -> cube(set);
        };
    }

    private List<Set<Integer>> cube(GroupingSet set) {
        List<Set<Integer>> parts = set.items().stream().map(this::keys).toList();
        int size = parts.size();
        if (size > MAXIMUM_CUBE) {
            throw context.error(
                    ErrorCode.TOO_MANY_COLUMNS, "CUBE is limited to " + MAXIMUM_CUBE + " elements", set.position());
        }
        List<Set<Integer>> all = new ArrayList<>();
        for (int choice = (1 << size) - 1; choice >= 0; choice--) {
            List<Set<Integer>> chosen = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                if ((choice & (1 << i)) != 0) {
                    chosen.add(parts.get(i));
                }
            }
            all.add(union(chosen));
        }
        return all;
    }

    /** A list in parentheses without ROW is several expressions that belong together. */
    private Set<Integer> keys(SyntaxExpression item) {
        if (item instanceof SyntaxExpression.RowConstructor row && !row.explicit()) {
            return union(row.elements().stream().map(this::keys).toList());
        }
        return new TreeSet<>(List.of(keyOf.applyAsInt(item)));
    }
}
