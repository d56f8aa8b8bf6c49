package org.borealisdb.controlplane.fleet;

import org.borealisdb.runtime.net.HostPort;

/**
 * What an instance says of itself.
 *
 * @param name      its own, unique in the region
 * @param zone      where it is
 * @param node      where other nodes reach it; with port 0 if they need not be told
 * @param clients   where it takes clients; with port 0 if it does not yet
 * @param role      what it does now, whatever was decided
 * @param state     how far it is with that
 * @param term      of the last decision about the writer that it has carried out; 0 if none
 * @param tier      0 to 15: those of a lower one are promoted first
 * @param poolBytes its page cache: among those of one tier the largest is promoted first
 * @param lsn       the writer's VDL; of a reader the LSN that it has applied
 * @param follows   of a reader: whom it follows; else empty
 * @param heardMillis of a reader: everything that was durable so long ago on a writer with a lease is here; else 0
 * @param session   of a reader: another number each time that it joins the writer's stream; else 0
 * @param lagMicros of a reader: how far behind it is; else 0
 * @param clientCount clients connected
 * @param committed transactions that its process has committed since it began, those that only read among them
 * @param trouble   what is wrong; empty if nothing is
 */
public record InstanceReport(
        String name,
        String zone,
        HostPort node,
        HostPort clients,
        FleetRole role,
        InstanceState state,
        long term,
        int tier,
        long poolBytes,
        long lsn,
        String follows,
        long heardMillis,
        long session,
        long lagMicros,
        int clientCount,
        long committed,
        String trouble) {
    /** The tier that is promoted last. */
    public static final int LAST_TIER = 15;

    public InstanceReport {
        if (name.isBlank() || zone.isBlank()) {
            throw new IllegalArgumentException("an instance has a name and a zone");
        }
        if (tier < 0 || tier > LAST_TIER) {
            throw new IllegalArgumentException("tier " + tier + " of " + name + " is not between 0 and " + LAST_TIER);
        }
        if (term < 0
                || poolBytes < 0
                || lsn < 0
                || heardMillis < 0
                || lagMicros < 0
                || clientCount < 0
                || committed < 0) {
            throw new IllegalArgumentException("numbers that " + name + " reports are not negative");
        }
    }

    /** True if it says that it is the writer, and serves. */
    public boolean writes() {
        return role == FleetRole.WRITER && state == InstanceState.RUNNING;
    }

    /** What matters to those who wait for a change. */
    public InstanceReport lasting() {
        return new InstanceReport(
                name, zone, node, clients, role, state, term, tier, poolBytes, 0, follows, 0, 0, 0, 0, 0, trouble);
    }
}
