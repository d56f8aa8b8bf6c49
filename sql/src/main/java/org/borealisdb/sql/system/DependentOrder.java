package org.borealisdb.sql.system;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.CatalogObject;

/**
 * Where a dependent is among the others, as PostgreSQL lists them.
 *
 * @param rank of what it depends on
 * @param objects which it is, behind those that it depends on
 * @param part the later of one relation first
 */
record DependentOrder(int rank, List<Long> objects, int part) implements Comparable<DependentOrder> {
    DependentOrder(int rank, long object, int part) {
        this(rank, List.of(object), part);
    }

    @Override
    public int compareTo(DependentOrder other) {
        return Comparator.comparingInt(DependentOrder::rank)
                .thenComparing(DependentOrder::objects, DependentOrder::compare)
                .thenComparing(Comparator.comparingInt(DependentOrder::part).reversed())
                .compare(this, other);
    }

    private static int compare(List<Long> one, List<Long> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int order = Long.compare(one.get(i), other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    static DependentOrder of(CatalogObject object) {
        return new DependentOrder(0, object.id(), 0);
    }

    /** Right after what it depends on. */
    DependentOrder then(CatalogObject object) {
        return new DependentOrder(
                rank, Stream.concat(objects.stream(), Stream.of(object.id())).toList(), 0);
    }
}
