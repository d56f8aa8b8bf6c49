package org.borealisdb.server.role;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.borealisdb.controlplane.fleet.FleetMember;
import org.borealisdb.controlplane.fleet.FleetRole;
import org.borealisdb.controlplane.fleet.FleetView;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.sql.postgres.ClusterFacts;
import org.borealisdb.volume.Volume;
import org.borealisdb.volume.status.VolumeStatus;
import org.borealisdb.volume.stream.FollowStatus;
import org.borealisdb.volume.stream.FollowedVolume;
import org.borealisdb.volume.stream.ReaderStatus;

/** Shows SQL the instances of a cluster, from what an instance knows anyway. */
final class ClusterView {
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private ClusterView() {}

    /** What a writer knows: itself, and the readers that it streams its log to. */
    static ClusterFacts ofWriter(String name, Volume volume, RealWorld world) {
        long now = world.clock().wallMicros() / MICROS_PER_MILLI;
        VolumeStatus status = volume.status();
        List<ClusterFacts.Instance> instances = new ArrayList<>();
        instances.add(new ClusterFacts.Instance(
                name, status.vdl(), status.lowestReadLsn(), now, ownLoad(world), Optional.empty()));
        for (ReaderStatus reader : volume.readers()) {
            instances.add(new ClusterFacts.Instance(
                    reader.name(),
                    status.vdl(),
                    reader.oldestView(),
                    now - reader.silentNanos() / NANOS_PER_MILLI,
                    load(reader),
                    Optional.of(follower(
                            reader.joining(), reader.receivedLsn(), reader.appliedLsn(), reader.lagMicros()))));
        }
        return new ClusterFacts(name, instances);
    }

    /** What a reader knows by itself: itself, and that there is a writer. */
    static ClusterFacts ofReader(String name, FollowedVolume volume, RealWorld world) {
        long now = world.clock().wallMicros() / MICROS_PER_MILLI;
        FollowStatus status = volume.following();
        return new ClusterFacts(
                name,
                List.of(
                        new ClusterFacts.Instance(
                                status.writer().name(),
                                status.durableLsn(),
                                status.durableLsn(),
                                now - status.ageNanos() / NANOS_PER_MILLI,
                                ClusterFacts.Load.UNKNOWN,
                                Optional.empty()),
                        new ClusterFacts.Instance(
                                name,
                                status.durableLsn(),
                                status.appliedLsn(),
                                now,
                                ownLoad(world),
                                Optional.of(follower(
                                        status.joining(),
                                        status.receivedLsn(),
                                        status.appliedLsn(),
                                        status.lagNanos() / NANOS_PER_MICRO)))));
    }

    /** The same, and the instances that the control plane knows of. */
    static ClusterFacts with(ClusterFacts known, FleetView fleet, RealWorld world) {
        long now = world.clock().wallMicros() / MICROS_PER_MILLI;
        List<ClusterFacts.Instance> instances = new ArrayList<>(known.instances());
        Set<String> names = new HashSet<>();
        instances.forEach(instance -> names.add(instance.id()));
        for (FleetMember member : fleet.members()) {
            InstanceReport report = member.report();
            if (member.healthy() && report.role() == FleetRole.READER && names.add(report.name())) {
                instances.add(new ClusterFacts.Instance(
                        report.name(),
                        report.lsn(),
                        report.lsn(),
                        now,
                        ClusterFacts.Load.UNKNOWN,
                        Optional.of(follower(report.session(), report.lsn(), report.lsn(), report.lagMicros()))));
            }
        }
        return new ClusterFacts(known.own(), instances);
    }

    private static ClusterFacts.Follower follower(long joining, long received, long applied, long lagMicros) {
        // Log is applied as it comes: what takes time is the way here.
        return new ClusterFacts.Follower(
                new UUID(0, joining), received, applied, lagMicros, (double) lagMicros / MICROS_PER_MILLI, 0, 0);
    }

    private static ClusterFacts.Load ownLoad(RealWorld world) {
        return new ClusterFacts.Load(
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.of(world.metrics().counter("volume.reads").sum()),
                OptionalLong.empty(),
                OptionalDouble.empty());
    }

    private static ClusterFacts.Load load(ReaderStatus reader) {
        return new ClusterFacts.Load(
                OptionalLong.of(reader.load().active()),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                reader.load().cpuPerMille() < 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(reader.load().cpuPerMille() / 10.0));
    }
}
