package org.borealisdb.sql.bind;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.sql.ast.Query;

/** Tells what can be changed through views, as PostgreSQL's {@code pg_relation_is_updatable} does. Stateless. */
public final class ViewChanges {
    /** Property with {@code local} or {@code cascaded} of a view WITH CHECK OPTION. */
    public static final String CHECK_OPTION = UpdatableView.CHECK_OPTION;

    private static final int UPDATE = 1 << 2;
    private static final int INSERT = 1 << 3;
    private static final int DELETE = 1 << 4;

    private ViewChanges() {}

    /** Returns why rows cannot be written through a view with a query; empty if they can. */
    public static Optional<String> obstacle(BindContext context, Query query) {
        return UpdatableView.read(context, query, "").obstacle(BoundChange.Kind.INSERT);
    }

    /** Returns why rows cannot be written through a view; empty if they can. */
    public static Optional<String> obstacle(BindContext context, CatalogObject view) {
        return UpdatableView.read(context, view).obstacle(BoundChange.Kind.INSERT);
    }

    /** Returns which changes of a relation can be made: the sum of 4 for UPDATE, 8 for INSERT and 16 for DELETE. */
    public static int events(BindContext context, CatalogObject relation) {
        return switch (relation.kind()) {
            case TABLE -> UPDATE | INSERT | DELETE;
            case VIEW -> events(ChangeTarget.of(context, relation), Optional.empty());
            default -> 0;
        };
    }

    private static int events(ChangeTarget target, Optional<Set<Integer>> only) {
        if (!target.isView()) {
            return UPDATE | INSERT | DELETE;
        }
        Optional<ChangeTarget> below = target.below();
        if (below.isEmpty()) {
            return 0;
        }
        Set<Integer> places = new TreeSet<>();
        for (int place = 0; place < target.columns().size(); place++) {
            OptionalInt found = target.placeBelow(place);
            if (found.isPresent() && (only.isEmpty() || only.get().contains(place))) {
                places.add(found.getAsInt());
            }
        }
        int here = places.isEmpty() ? DELETE : UPDATE | INSERT | DELETE;
        return here & events(below.get(), Optional.of(places));
    }

    /** Returns whether a column of a relation can be written. */
    public static boolean isColumnUpdatable(BindContext context, CatalogObject relation, int number) {
        int wanted = UPDATE | DELETE;
        if (number <= 0 || relation.kind() != CatalogKind.VIEW) {
            return number > 0 && (events(context, relation) & wanted) == wanted;
        }
        ChangeTarget target = ChangeTarget.of(context, relation);
        return (events(target, Optional.of(Set.of(number - 1))) & wanted) == wanted;
    }
}
