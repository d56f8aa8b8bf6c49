package org.borealisdb.volume.geometry;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.cloud.metadata.MetadataValue;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.volume.NoSuchVolumeException;

/**
 * The record of one volume in the metadata log, under {@code volumes/<id>}: what is decided once is decided here. Its methods wait.
 *
 * <p>A compare-and-set whose outcome is unknown may take effect at any later time. So {@link #decide} never gives up half-way: it
 * tries the same value on the same version again until the log gives a definite answer, and a refusal is a success if the value
 * that is there is its own. Values are unique, because they hold the random owner of the epoch under which they were made, and a revision.
 */
public final class VolumeRecord {
    /** How long to wait before the metadata log is asked again. */
    private static final long PAUSE_NANOS = 20_000_000;

    private final VolumeId volume;
    private final MetadataLog log;
    private final Tasks tasks;
    private final Clock clock;
    private final Metrics metrics;
    private final long timeoutNanos;

    public VolumeRecord(
            VolumeId volume, MetadataLog log, Tasks tasks, Clock clock, Metrics metrics, long timeoutNanos) {
        this.volume = volume;
        this.log = log;
        this.tasks = tasks;
        this.clock = clock;
        this.metrics = metrics;
        this.timeoutNanos = timeoutNanos;
    }

    /** A version of the record. */
    public record Version(long number, VolumeMetadata metadata) {}

    /** Whose record it is. */
    public VolumeId id() {
        return volume;
    }

    /** Key of the record of {@code volume}. */
    public static String key(VolumeId volume) {
        return "volumes/" + volume.value();
    }

    /**
     * The newest version; empty if the volume does not exist.
     *
     * @throws OperationException if the log could not be read within the time-out
     * @throws MalformedException if the record is damaged
     */
    public Optional<Version> read() {
        long deadline = clock.nanoTime() + timeoutNanos;
        while (true) {
            try {
                return readOnce();
            } catch (MalformedException e) {
                throw e;
            } catch (OperationException e) {
                metrics.count("volume.metadata.read-again");
                pauseOrGiveUp(deadline, e);
            }
        }
    }

    /**
     * Like {@link #read}, of a volume that there is.
     *
     * @throws NoSuchVolumeException if it was not created, or was deleted
     */
    public Version existing() {
        return read().filter(version -> !version.metadata().deleted())
                .orElseThrow(() -> new NoSuchVolumeException(volume));
    }

    /** Like {@link #read}, with one attempt. */
    public Optional<Version> readOnce() {
        Optional<MetadataValue> value = log.read(key(volume));
        if (value.isEmpty()) {
            return Optional.empty();
        }
        VolumeMetadata metadata = VolumeMetadata.decode(value.get().bytes());
        if (!metadata.id().equals(volume)) {
            throw new MalformedException("the record of " + volume + " is that of " + metadata.id());
        }
        return Optional.of(new Version(value.get().version(), metadata));
    }

    /**
     * Stores {@code next} if the record is still at version {@code expected} (0: does not exist).
     *
     * @return the new version, or empty if somebody else has changed the record
     * @throws OperationException if no definite answer came within the time-out: it may or may not be stored, now or later
     */
    public Optional<Version> decide(long expected, VolumeMetadata next) {
        byte[] bytes = next.encode();
        long deadline = clock.nanoTime() + timeoutNanos;
        while (true) {
            try {
                if (log.compareAndSet(key(volume), expected, bytes)) {
                    return Optional.of(new Version(expected + 1, next));
                }
                Optional<MetadataValue> found = log.read(key(volume));
                if (found.isPresent()
                        && found.get().version() == expected + 1
                        && found.get().bytes().equals(ByteBuffer.wrap(bytes))) {
                    metrics.count("volume.metadata.decided-unheard");
                    return Optional.of(new Version(expected + 1, next));
                }
                metrics.count("volume.metadata.outrun");
                return Optional.empty();
            } catch (OperationException e) {
                metrics.count("volume.metadata.decide-again");
                pauseOrGiveUp(deadline, e);
            }
        }
    }

    private void pauseOrGiveUp(long deadline, OperationException e) {
        if (!e.retryable() || clock.nanoTime() - deadline >= 0) {
            throw e;
        }
        tasks.sleep(PAUSE_NANOS);
    }
}
