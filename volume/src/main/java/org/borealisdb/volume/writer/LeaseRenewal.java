package org.borealisdb.volume.writer;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.task.Parker;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.volume.FencedException;
import org.borealisdb.volume.geometry.VolumeRecord;

/** Waits for the lease to be confirmed, by the root group or, if that is below its write quorum, by the metadata log (R11). Safe for use by all tasks. */
final class LeaseRenewal {
    private final VolumeEpoch epoch;
    private final Tasks tasks;
    private final Clock clock;
    private final Metrics metrics;
    private final long heartbeatNanos;
    private final Lease lease;
    private final Heartbeats heartbeats;
    private final VolumeRecord record;
    private final Fate fate;
    private final Consumer<VolumeMetadata> newerMetadata;
    private final AtomicBoolean askingLog = new AtomicBoolean();
    private final AtomicBoolean renewing = new AtomicBoolean();

    /**
     * A renewal of {@code lease}.
     *
     * @param newerMetadata takes metadata of a newer epoch; throws if that ends this writer
     */
    LeaseRenewal(
            VolumeEpoch epoch,
            Tasks tasks,
            Clock clock,
            Metrics metrics,
            long heartbeatNanos,
            Lease lease,
            Heartbeats heartbeats,
            VolumeRecord record,
            Fate fate,
            Consumer<VolumeMetadata> newerMetadata) {
        this.epoch = epoch;
        this.tasks = tasks;
        this.clock = clock;
        this.metrics = metrics;
        this.heartbeatNanos = heartbeatNanos;
        this.lease = lease;
        this.heartbeats = heartbeats;
        this.record = record;
        this.fate = fate;
        this.newerMetadata = newerMetadata;
    }

    /** Returns once the lease is valid. */
    void confirm() {
        lease.use();
        if (!lease.validAt(clock.nanoTime())) {
            await();
        }
    }

    /** True if the lease is valid. If not, a task sees to it; never waits. */
    boolean validOrSoon() {
        lease.use();
        if (lease.validAt(clock.nanoTime())) {
            return true;
        }
        if (fate.goesOn() && renewing.compareAndSet(false, true)) {
            tasks.start("renewal of the lease", TaskKind.SESSION, this::renew);
        }
        return false;
    }

    private void renew() {
        try {
            await();
        } catch (FencedException | IllegalStateException e) {
            // The volume has ended, and says so to everybody who asks.
            metrics.count("volume.lease.renewals-in-vain");
        } finally {
            renewing.set(false);
        }
    }

    private void await() {
        metrics.count("volume.lease.waits");
        Parker parker = tasks.parker();
        boolean asked = false;
        while (!lease.validAt(clock.nanoTime())) {
            fate.check();
            lease.await(parker);
            heartbeats.sendToRoot(clock.nanoTime());
            if (!lease.validAt(clock.nanoTime()) && fate.goesOn()) {
                parker.park(heartbeatNanos);
            }
            lease.forget(parker);
            if (asked && !lease.validAt(clock.nanoTime())) {
                // The root group may be below its write quorum: the metadata log can confirm the epoch as well (R11).
                confirmByMetadataLog();
            }
            asked = true;
        }
    }

    private void confirmByMetadataLog() {
        if (!askingLog.compareAndSet(false, true)) {
            return;
        }
        try {
            long askedAt = clock.nanoTime();
            Optional<VolumeRecord.Version> found = record.readOnce();
            if (found.isPresent()) {
                if (epoch.olderThan(found.get().metadata().epoch())) {
                    newerMetadata.accept(found.get().metadata());
                }
                if (found.get().metadata().epoch().equals(epoch)) {
                    metrics.count("volume.lease.confirmed-by-metadata-log");
                    lease.confirmed(askedAt);
                }
            }
        } catch (FencedException e) {
            throw e;
        } catch (OperationException e) {
            // Neither the quorum nor the log can be reached: the statement goes on waiting.
            metrics.count("volume.lease.metadata-log-unreachable");
        } finally {
            askingLog.set(false);
        }
    }
}
