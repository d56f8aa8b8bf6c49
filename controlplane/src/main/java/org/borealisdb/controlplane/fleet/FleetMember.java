package org.borealisdb.controlplane.fleet;

/**
 * An instance as the control plane sees it.
 *
 * @param report  the last that it said
 * @param healthy it was heard of a moment ago, and serves
 */
public record FleetMember(InstanceReport report, boolean healthy) {}
