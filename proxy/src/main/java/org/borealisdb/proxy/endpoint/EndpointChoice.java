package org.borealisdb.proxy.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which instances an endpoint stands for. Pure. */
public final class EndpointChoice {
    private EndpointChoice() {}

    /**
     * The instances to try for a new connection, the first first.
     *
     * @param turn counts the new connections of this endpoint: by it they take turns
     */
    public static List<Instance> candidates(Endpoint endpoint, TopologyView view, long turn) {
        return switch (endpoint) {
            case Endpoint.OfCluster _ -> view.healthyWriter().stream().toList();
            case Endpoint.OfReaders _ -> {
                List<Instance> inOrder = inTurn(view, Instance::healthyReader, turn);
                // Last, for a reader that does not answer is not healthy, whatever the view still says.
                view.healthyWriter().ifPresent(inOrder::add);
                yield inOrder;
            }
            case Endpoint.Custom custom -> inTurn(view, instance -> standsFor(custom, instance), turn);
            case Endpoint.OfInstance one ->
                view.instance(one.instance()).stream().toList();
        };
    }

    private static List<Instance> inTurn(TopologyView view, Predicate<Instance> allowed, long turn) {
        List<Instance> some = view.instances().stream().filter(allowed).toList();
        List<Instance> inOrder = new ArrayList<>(some.size() + 1);
        for (int i = 0; i < some.size(); i++) {
            inOrder.add(some.get((int) Math.floorMod(turn + i, (long) some.size())));
        }
        return inOrder;
    }

    private static boolean standsFor(Endpoint.Custom custom, Instance instance) {
        return instance.healthy()
                && allows(custom.type(), instance.role())
                && custom.members().includes(instance.name());
    }

    private static boolean allows(Endpoint.CustomType type, InstanceRole role) {
        return switch (type) {
            case READER -> role == InstanceRole.READER;
            case ANY -> true;
        };
    }

    /**
     * All instances that connections of this endpoint may be at, healthy or not. A request that could be for any of them goes to all of
     * them.
     */
    public static List<Instance> everyone(Endpoint endpoint, TopologyView view) {
        return view.instances().stream()
                .filter(instance -> mayHold(endpoint, instance))
                .toList();
    }

    private static boolean mayHold(Endpoint endpoint, Instance instance) {
        return switch (endpoint) {
            case Endpoint.OfCluster _ -> instance.role() == InstanceRole.WRITER;
            case Endpoint.OfReaders _ -> true;
            case Endpoint.Custom custom ->
                allows(custom.type(), instance.role()) && custom.members().includes(instance.name());
            case Endpoint.OfInstance one -> instance.name().equals(one.instance());
        };
    }

    /**
     * Whether a connection may stay where it is.
     *
     * <p>It may as long as its instance is there, under the same address, and no worse than when it was chosen, in a role that the endpoint allows.
     * A change of role ends it, unless the endpoint cares for no role: a session that began on a reader must not find itself on a writer,
     * nor the other way round. A change of a custom endpoint's list ends nothing; it is for new connections.
     *
     * @param chosen the instance as it was when the connection was made
     */
    public static boolean keeps(Endpoint endpoint, Instance chosen, TopologyView view) {
        Optional<Instance> now = view.instance(chosen.name());
        if (now.isEmpty() || !now.get().address().equals(chosen.address())) {
            return false;
        }
        if (chosen.healthy() && !now.get().healthy()) {
            return false;
        }
        return now.get().role() == chosen.role() || indifferentToRoles(endpoint);
    }

    private static boolean indifferentToRoles(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.OfCluster _, Endpoint.OfReaders _ -> false;
            case Endpoint.Custom custom -> custom.type() == Endpoint.CustomType.ANY;
            case Endpoint.OfInstance _ -> true;
        };
    }
}
