package org.borealisdb.sql.bind;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The items of WITH that a statement can read where it is being bound. Belongs to one task. */
final class CommonTables {
    private Map<String, BoundQuery> visible = Map.of();
    private List<String> later = List.of();

    /** Returns an item; one of WITH RECURSIVE is bound now if it was not yet. */
    Optional<BoundQuery> find(String name) {
        return Optional.ofNullable(visible.get(name)).map(ItemOfWith::known);
    }

    /** Makes an item visible; returns all that were before. */
    Map<String, BoundQuery> add(String name, BoundQuery query) {
        Map<String, BoundQuery> before = visible;
        Map<String, BoundQuery> more = new HashMap<>(before);
        more.put(name, query);
        visible = more;
        return before;
    }

    /** Returns all items as they stand there, bound or not. */
    Map<String, BoundQuery> all() {
        return visible;
    }

    void set(Map<String, BoundQuery> items) {
        visible = items;
    }

    /** Says which items come later, or now, and cannot be read yet; returns those that did before. */
    List<String> setLater(List<String> names) {
        List<String> before = later;
        later = List.copyOf(names);
        return before;
    }

    /** Returns whether an item that comes later has a name. */
    boolean isLater(String name) {
        return later.contains(name);
    }
}
