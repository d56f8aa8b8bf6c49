package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What SQL shows and reaches of the region around a database. Called by any session; must not wait. */
@FunctionalInterface
public interface RegionFacts {
    /** Of an engine without one. */
    RegionFacts NONE = Optional::empty;

    /** How the volume is now; empty if there is nothing to be told of it. */
    Optional<VolumeFacts> volume();

    /** The instances of the cluster; empty if there is nothing to be told of them. */
    default Optional<ClusterFacts> cluster() {
        return Optional.empty();
    }

    /** The rules for who may connect, in the order in which they are asked. */
    default List<AccessRuleFact> accessRules() {
        return List.of();
    }

    /** What settings are that the region decides, by their names. */
    default Map<String, String> settings() {
        return Map.of();
    }

    /** Where faults are injected; empty if that is not enabled. */
    default Optional<FaultInjection> faults() {
        return Optional.empty();
    }
}
