package org.borealisdb.controlplane.failover;

import org.borealisdb.controlplane.fleet.FleetRole;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.controlplane.fleet.InstanceState;

/**
 * What was heard of an instance.
 *
 * @param report the last that it said
 * @param at     when that came, by the clock of the one who listens
 * @param ended  true if its machine has said since that nobody listens there
 */
public record Heard(InstanceReport report, long at, boolean ended) {
    /** True if it is there, and serves. */
    public boolean healthy(long now, FailoverSettings settings) {
        return present(now, settings) && report.state() == InstanceState.RUNNING;
    }

    /** True if it is there. */
    boolean present(long now, FailoverSettings settings) {
        return !ended && now - at <= settings.healthyNanos();
    }

    /** True if it is a reader that has heard a moment ago of {@code writer}, and that this has its lease. */
    boolean hears(String writer, long now, FailoverSettings settings) {
        return present(now, settings)
                && report.role() == FleetRole.READER
                && report.follows().equals(writer)
                && report.heardMillis() * 1_000_000 <= settings.healthyNanos();
    }
}
