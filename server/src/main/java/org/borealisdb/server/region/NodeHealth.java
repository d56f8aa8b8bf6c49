package org.borealisdb.server.region;

/**
 * One node of a region, as the status shows it.
 *
 * @param name         such as {@code storage-a1} or {@code writer}
 * @param zone         where it is
 * @param role         {@code storage} or {@code writer}
 * @param state        such as {@code running} or {@code stepped aside}
 * @param reason       why it is in that state; empty if it runs as it should
 * @param scl          highest segment complete LSN of its segments; for a writer the volume durable LSN
 * @param backlogBytes log that a storage node has not folded into layers yet; 0 for a writer
 * @param journalBytes bytes of its journal files; 0 for a writer
 * @param layerBytes   bytes of its layers; 0 for a writer
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
        this(name, zone, role, state, reason, scl, backlogBytes, journalBytes, layerBytes, NodeBackup.NONE);
    }
}
