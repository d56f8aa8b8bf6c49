package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The instances of the cluster that a session is connected to, as each reported last. LSNs count bytes. While an instance is being replaced there may be
 * no writer among them, or two: whoever asks keeps the one that reported last.
 *
 * @param own       id of the instance that the session is connected to
 * @param instances all that are known, that one among them
 */
public record ClusterFacts(String own, List<Instance> instances) {
    /** Copies the instances. */
    public ClusterFacts {
        instances = List.copyOf(instances);
        long ids = instances.stream().map(Instance::id).distinct().count();
        if (ids < instances.size()) {
            throw new IllegalArgumentException("two instances have one id: " + instances);
        }
    }

    /**
     * An instance.
     *
     * @param id            its name, by which clients know it
     * @param durableLsn    VDL; of a reader, up to which it knows the log to be durable
     * @param oldestViewLsn LSN of its oldest read view
     * @param updatedMillis when it reported this, in milliseconds since 1970
     * @param load          what it is busy with
     * @param follows       how it follows the writer; empty for the writer
     */
    public record Instance(
            String id, long durableLsn, long oldestViewLsn, long updatedMillis, Load load, Optional<Follower> follows) {
        /** Checks the name. */
        public Instance {
            if (id.isBlank()) {
                throw new IllegalArgumentException("an instance without an id");
            }
        }
    }

    /**
     * What an instance is busy with; each empty if it is not measured.
     *
     * @param transactions   that run
     * @param pendingReads   page reads that storage has not answered yet
     * @param reads          page reads of storage since it was started
     * @param readsPerSecond as of the last report
     * @param cpuPercent     of its process, 100 for all cores
     */
    public record Load(
            OptionalLong transactions,
            OptionalLong pendingReads,
            OptionalLong reads,
            OptionalLong readsPerSecond,
            OptionalDouble cpuPercent) {
        /** Nothing is measured. */
        public static final Load UNKNOWN = new Load(
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty());
    }

    /**
     * How a reader follows the writer.
     *
     * @param session             another one each time that it joins the writer's stream
     * @param receivedLsn         LSN up to which it has the writer's log
     * @param readLsn             LSN of the read views that it opens now
     * @param replayMicros        how long applying takes, from the arrival of a record to its visibility, in microseconds
     * @param lagMillis           how long after the writer it shows a commit, in milliseconds
     * @param kibibytesPerSecond  of log that arrive
     * @param bufferSequence      number of the last piece of log that it took
     */
    public record Follower(
            UUID session,
            long receivedLsn,
            long readLsn,
            long replayMicros,
            double lagMillis,
            double kibibytesPerSecond,
            long bufferSequence) {}
}
