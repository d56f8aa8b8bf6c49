package org.borealisdb.server.role;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.sql.postgres.FaultInjection;
import org.borealisdb.wire.access.AccessRules;

/**
 * What the instances of the main cluster in one process have in common.
 *
 * @param volume   that they write and read
 * @param cluster  the place where the writer takes clients beside its own, if there is one
 * @param control  nodes of the control plane; none: an instance does for ever what it begins with
 * @param password of the role {@code postgres}
 * @param faults   where faults are injected, if that is enabled
 * @param access  which clients may connect now
 * @param learns   told where other instances are
 * @param onEnd    told once, with the reason, when the process must not go on
 */
record InstanceParts(
        RegionPlan plan,
        RealWorld world,
        MetadataLog metadataLog,
        VolumeId volume,
        Optional<ClusterPlace> cluster,
        List<Address> control,
        String password,
        Optional<FaultInjection> faults,
        Supplier<AccessRules> access,
        Consumer<InstanceReport> learns,
        Consumer<String> onEnd) {}
