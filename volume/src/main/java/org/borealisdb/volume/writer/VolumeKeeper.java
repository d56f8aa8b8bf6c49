package org.borealisdb.volume.writer;

import java.util.concurrent.atomic.AtomicReference;
import org.borealisdb.runtime.task.Parker;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.volume.VolumeSettings;
import org.jspecify.annotations.Nullable;

/**
 * The one task of an open volume: sends log that nobody waits for, sends again what seems lost, and sends heartbeats: at each period while
 * the lease is in use, VDL moves or a segment is behind, else ten times less often.
 */
final class VolumeKeeper {
    /** An idle volume sends each so many-th heartbeat. */
    private static final int IDLE_FACTOR = 10;

    private final Clock clock;
    private final VolumeSettings settings;
    private final WritableVolume volume;
    private final LogSender sender;
    private final LaggingSegments lagging;
    private final Heartbeats heartbeats;
    private final Lease lease;
    private final Fate fate;
    private final AtomicReference<@Nullable Parker> parker = new AtomicReference<>();
    private long lastHeartbeat;
    private long lastVdl = -1;

    VolumeKeeper(
            Clock clock,
            VolumeSettings settings,
            WritableVolume volume,
            LogSender sender,
            LaggingSegments lagging,
            Heartbeats heartbeats,
            Lease lease,
            Fate fate) {
        this.clock = clock;
        this.settings = settings;
        this.volume = volume;
        this.sender = sender;
        this.lagging = lagging;
        this.heartbeats = heartbeats;
        this.lease = lease;
        this.fate = fate;
    }

    Task start(Tasks tasks) {
        return tasks.start("keeper of " + volume.id(), TaskKind.PROTOCOL, () -> run(tasks));
    }

    /** Wakes the keeper; never waits. */
    void poke() {
        Parker known = parker.get();
        if (known != null) {
            known.unpark();
        }
    }

    private void run(Tasks tasks) {
        Parker mine = tasks.parker();
        parker.set(mine);
        long nextTick = clock.nanoTime();
        while (fate.goesOn()) {
            sender.send(volume.appendedLsnUnchecked());
            long now = clock.nanoTime();
            if (now - nextTick >= 0) {
                tick(now);
                nextTick = now + settings.tickNanos();
            }
            mine.park(Math.max(1, nextTick - clock.nanoTime()));
        }
    }

    private void tick(long now) {
        boolean behind = lagging.resend(now);
        long vdl = volume.vdlUnchecked();
        boolean first = lastVdl < 0;
        long since = now - lastHeartbeat;
        boolean due = since >= settings.heartbeatNanos()
                && (behind || vdl != lastVdl || lease.takeUsed() || since >= IDLE_FACTOR * settings.heartbeatNanos());
        if (first || due) {
            lastHeartbeat = now;
            lastVdl = vdl;
            heartbeats.send(now);
        }
    }
}
