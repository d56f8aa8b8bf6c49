package org.borealisdb.server.role;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.volume.PreviousWriter;

/** The instances of the main cluster that are in this process. {@link #open} and {@link #attend} are called by one task, which {@link #close} is called after; the rest by any. */
sealed interface Instances permits InstanceHost, LoneInstance {
    /**
     * Has those begin without which there is no cluster here. Waits until clients are served, if that depends on nobody else.
     *
     * @throws OperationException if that is not possible
     */
    void open(PreviousWriter previous);

    /**
     * Has the others begin, and those end that are not wanted any more. Waits.
     *
     * @param taken ports that belong to somebody, these instances among them
     */
    void attend(Supplier<List<Integer>> taken);

    /** Those that run, in the order in which they began to. */
    List<Instance> all();

    /** What is wrong with those that do not run, though they should. */
    default List<NodeHealth> troubled() {
        return List.of();
    }

    /** The one that writes at the moment, if one does. */
    default Optional<WriterRole> writer() {
        return all().stream().flatMap(each -> each.writing().stream()).findFirst();
    }

    /** How all are, the writer first. */
    default List<NodeHealth> health() {
        List<NodeHealth> health = new ArrayList<>();
        for (Instance instance : all()) {
            NodeHealth one = instance.health();
            health.add(one.role().equals("writer") ? 0 : health.size(), one);
        }
        health.addAll(troubled());
        return health;
    }

    /** Ends all, the readers first. */
    void close();
}
