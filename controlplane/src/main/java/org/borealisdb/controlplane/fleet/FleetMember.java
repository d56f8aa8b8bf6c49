package org.borealisdb.controlplane.fleet;

/**
 * An instance as the control plane sees it.
 *
 * @param report  the last that it said
 * @param healthy it was heard of a moment ago, and serves
 * @param silentMillis how long ago that was, when this was said
 */
public record FleetMember(InstanceReport report, boolean healthy, long silentMillis) {
    public FleetMember {
        if (silentMillis < 0) {
            throw new IllegalArgumentException(
                    report.name() + " was heard of in the past, not in " + -silentMillis + " ms");
        }
    }
}
