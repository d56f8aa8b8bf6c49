package org.borealisdb.server.top;

import java.util.List;
import java.util.Optional;

/**
 * A region at a moment.
 *
 * @param region       what was looked at
 * @param millis       when, in milliseconds since 1970: rates are from the picture before to here
 * @param writer       who writes; empty if nobody does
 * @param vdl          volume durable LSN, which is a number of bytes
 * @param committed    transactions that were committed since processes began, those that only read among them
 * @param clients      connections
 * @param usedBytes    what is used of the volume; negative if that is not known
 * @param transactions committed in a second, since the picture before
 * @param logBytes     of redo log in a second, likewise
 * @param instances    the writer first
 * @param storage      storage nodes, as the writer knows them, or as they say themselves
 * @param notes        what is not as it should be, a line each
 */
public record Picture(
        String region,
        long millis,
        String writer,
        long vdl,
        long committed,
        int clients,
        long usedBytes,
        double transactions,
        double logBytes,
        List<InstanceLine> instances,
        List<StorageLine> storage,
        List<String> notes) {
    private static final double MILLIS_PER_SECOND = 1_000.0;

    /**
     * An instance.
     *
     * @param role    {@code writer} or {@code reader}
     * @param note    how far a reader is behind, or what is wrong
     * @param lsn     that a reader has applied; of a writer the VDL
     * @param clients connections; negative if that is not known
     * @param committed transactions that it has committed; negative if that is not known of it alone
     */
    public record InstanceLine(
            String name, String zone, String role, String state, String note, long lsn, int clients, long committed) {}

    /**
     * A storage node.
     *
     * @param lagBytes     of log that it lacks, of its segment that lacks most; negative if that is not known
     * @param backlogBytes of log that is not in layers yet
     */
    public record StorageLine(
            String name,
            String zone,
            String state,
            int segments,
            long lagBytes,
            long backlogBytes,
            long journalBytes,
            long layerBytes) {}

    public Picture {
        instances = List.copyOf(instances);
        storage = List.copyOf(storage);
        notes = List.copyOf(notes);
    }

    /** The same with rates, from what was there before. Counters that have begun anew, as those of processes do, count from 0. */
    public Picture since(Optional<Picture> before) {
        if (before.isEmpty()) {
            return this;
        }
        Picture last = before.get();
        if (millis <= last.millis) {
            return with(last.transactions, last.logBytes);
        }
        double seconds = (millis - last.millis) / MILLIS_PER_SECOND;
        return with(committedSince(last) / seconds, Math.max(0, vdl - last.vdl) / seconds);
    }

    /** By instance, if that is known: one that begins anew begins at 0, and one that was not there before counts from the next picture on. */
    private double committedSince(Picture last) {
        if (instances.stream().noneMatch(each -> each.committed() >= 0)) {
            return more(last.committed, committed);
        }
        double all = 0;
        for (InstanceLine before : last.instances) {
            for (InstanceLine now : instances) {
                if (now.name().equals(before.name()) && before.committed() >= 0) {
                    all += more(before.committed(), now.committed());
                }
            }
        }
        return all;
    }

    private static long more(long before, long now) {
        return now >= before ? now - before : Math.max(0, now);
    }

    private Picture with(double perSecond, double bytesPerSecond) {
        return new Picture(
                region,
                millis,
                writer,
                vdl,
                committed,
                clients,
                usedBytes,
                perSecond,
                bytesPerSecond,
                instances,
                storage,
                notes);
    }
}
