package org.borealisdb.server.region;

/**
 * One node of a region, as the status shows it.
 *
 * @param name         such as {@code storage-a1} or {@code instance-1}
 * @param zone         where it is
 * @param role         what it does, such as {@code storage}, {@code writer} or {@code reader}
 * @param state        such as {@code running} or {@code stepped aside}
 * @param reason       why it is in that state; empty if it runs as it should
 * @param scl          highest segment complete LSN of its segments; for a writer the volume durable LSN
 * @param backlogBytes log that a storage node has not folded into layers yet; 0 for a writer
 * @param journalBytes bytes of its journal files; 0 for a writer
 * @param layerBytes   bytes of its layers; 0 for a writer
 * @param lagMicros    how old what a reader shows is, as against the writer; 0 for all others, and while it does not serve
 * @param backup       how the backup of its segments is
 */
public record NodeHealth(
        String name,
        String zone,
        String role,
        String state,
        String reason,
        long scl,
        long backlogBytes,
        long journalBytes,
        long layerBytes,
        long lagMicros,
        NodeBackup backup) {
    /** One that makes no backup. */
    public NodeHealth(
            String name,
            String zone,
            String role,
            String state,
            String reason,
            long scl,
            long backlogBytes,
            long journalBytes,
            long layerBytes) {
        this(name, zone, role, state, reason, scl, backlogBytes, journalBytes, layerBytes, 0, NodeBackup.NONE);
    }

    /** This one, so far behind the writer. */
    public NodeHealth behind(long micros) {
        return new NodeHealth(
                name, zone, role, state, reason, scl, backlogBytes, journalBytes, layerBytes, micros, backup);
    }
}
