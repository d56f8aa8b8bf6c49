package org.borealisdb.proxy.endpoint;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A cluster at a moment.
 *
 * @param cluster its name
 * @param version grows with each change of what the cluster is
 * @param instances in an order that stays the same while they do: connections are handed out in it
 */
public record TopologyView(String cluster, long version, List<Instance> instances) {
    /** One writer, fifteen readers, and as many again that are about to replace them. */
    public static final int MAXIMUM_INSTANCES = 32;

    public TopologyView {
        instances = List.copyOf(instances);
        if (cluster.isBlank()) {
            throw new IllegalArgumentException("a cluster needs a name");
        }
        if (instances.size() > MAXIMUM_INSTANCES) {
            throw new IllegalArgumentException("cluster " + cluster + " has " + instances.size()
                    + " instances, and at most " + MAXIMUM_INSTANCES + " are allowed");
        }
        Set<String> names = new LinkedHashSet<>();
        int writers = 0;
        for (Instance instance : instances) {
            if (!names.add(instance.name())) {
                throw new IllegalArgumentException(
                        "cluster " + cluster + " has two instances named " + instance.name());
            }
            writers += instance.role() == InstanceRole.WRITER ? 1 : 0;
        }
        if (writers > 1) {
            throw new IllegalArgumentException("cluster " + cluster + " has " + writers + " writers");
        }
    }

    /** The instance of that name. */
    public Optional<Instance> instance(String name) {
        return instances.stream()
                .filter(instance -> instance.name().equals(name))
                .findFirst();
    }

    /** The writer, if there is one and it is healthy. */
    public Optional<Instance> healthyWriter() {
        return instances.stream().filter(Instance::healthyWriter).findFirst();
    }
}
