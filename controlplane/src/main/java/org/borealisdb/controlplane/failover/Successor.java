package org.borealisdb.controlplane.failover;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.borealisdb.controlplane.fleet.FleetRole;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.controlplane.fleet.InstanceState;

/** Who is promoted: the lowest tier, of these the largest page cache, of these the first by name. Pure. */
public final class Successor {
    /** One that serves readers has their pages; one that is about to open has none, and is better than nobody. */
    private static final Comparator<InstanceReport> ORDER = Comparator.comparing(
                    (InstanceReport report) -> report.state() != InstanceState.RUNNING)
            .thenComparingInt(InstanceReport::tier)
            .thenComparing(Comparator.comparingLong(InstanceReport::poolBytes).reversed())
            .thenComparing(InstanceReport::name);

    private Successor() {}

    /**
     * The next writer.
     *
     * @param present instances that are there, whatever they do
     * @param except  who is not to be chosen, being the writer
     * @return empty if there is no reader
     */
    public static Optional<InstanceReport> choose(List<InstanceReport> present, String except) {
        return present.stream()
                .filter(report -> report.role() == FleetRole.READER
                        && report.state() != InstanceState.TROUBLED
                        && !report.name().equals(except))
                .min(ORDER);
    }
}
