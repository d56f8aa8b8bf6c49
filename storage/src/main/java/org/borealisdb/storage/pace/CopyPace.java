package org.borealisdb.storage.pace;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.pace.CopyRate.Urgency;
import org.borealisdb.storage.pace.ForegroundLatency.Total;

/**
 * Keeps all tasks of a node that copy pieces of segments at a rate that foreground work bears. Each says {@link #begin} before a piece, which waits for its turn, and {@link #end} after it.
 */
public final class CopyPace {
    private static final double SECOND = 1e9;

    /** Copies, of six, that a write takes. */
    private static final int WRITE_QUORUM = 4;

    private final Tasks tasks;
    private final Clock clock;
    private final Metrics metrics;
    private final PaceSettings settings;
    private final List<ForegroundLatency> foreground;
    /** Guards all that follows. */
    private final Lock lock;

    private final CopyRate rate;
    /** Of each kind of foreground work. */
    private final List<QuietLatency> quiet = new ArrayList<>();
    /** When all that was begun so far is paid for. */
    private long freeAt;

    /** Pieces that are being copied. */
    private int active;

    /** When the last one ended, and what had been done by then. */
    private long idleSince;

    private List<Total> atIdle;

    /** When it was last judged, and what had been done by then. */
    private long judgedAt;

    private List<Total> atJudgement;

    /** When it was last seen what is usual. */
    private long quietAt;

    /** True while all keep still to see it. */
    private boolean still;

    /**
     * A pace.
     *
     * @param foreground the kinds of work that it goes by
     */
    public CopyPace(
            Tasks tasks, Clock clock, Metrics metrics, PaceSettings settings, List<ForegroundLatency> foreground) {
        this.tasks = tasks;
        this.clock = clock;
        this.metrics = metrics;
        this.settings = settings;
        this.foreground = List.copyOf(foreground);
        this.lock = tasks.lock("copy pace");
        this.rate = new CopyRate(settings.leastBytesPerSecond(), settings.mostBytesPerSecond());
        this.foreground.forEach(_ -> quiet.add(new QuietLatency()));
        this.freeAt = clock.nanoTime();
        this.idleSince = freeAt - settings.forgotten();
        this.atIdle = totals();
        this.judgedAt = freeAt;
        this.atJudgement = atIdle;
        this.quietAt = idleSince;
    }

    /** How urgent it is to copy a segment of a group of which {@code healthy} other copies have everything. */
    private static Urgency urgency(int healthy) {
        return healthy > WRITE_QUORUM
                ? Urgency.USUAL
                : healthy == WRITE_QUORUM ? Urgency.LAST_QUORUM : Urgency.NO_QUORUM;
    }

    /**
     * Waits for the turn of a piece of about {@code bytes}.
     *
     * @param healthy   how many copies of its group have everything
     * @param mostNanos it does not wait longer: whoever asked for the piece would give up
     */
    public void begin(int bytes, int healthy, long mostNanos) {
        long wait = turn(bytes, urgency(healthy), mostNanos);
        if (wait > 0) {
            tasks.sleep(wait);
        } else {
            tasks.giveWay();
        }
        lock.lock();
        try {
            endQuiet(clock.nanoTime());
            active++;
        } finally {
            lock.unlock();
        }
    }

    private long turn(int bytes, Urgency urgency, long mostNanos) {
        lock.lock();
        try {
            long now = clock.nanoTime();
            restartIfForgotten(now);
            endQuiet(now);
            judge(now, urgency);
            if (now - quietAt >= settings.quietEvery()) {
                metrics.count("storage.pace.keptStill");
                still = true;
                freeAt = Math.max(freeAt, now + settings.quietFor());
                quietAt = freeAt;
            }
            // Those who did not wait for their turn don't make others pay for it for ever.
            freeAt = Math.clamp(freeAt, now, now + settings.longestDebt());
            long turn = Math.min(freeAt, now + mostNanos);
            freeAt += nanos(bytes, urgency);
            return turn - now;
        } finally {
            lock.unlock();
        }
    }

    private long nanos(long bytes, Urgency urgency) {
        return (long) (bytes * SECOND / rate.bytesPerSecond(urgency));
    }

    /** A piece for which {@code reserved} bytes were begun had {@code copied}. */
    public void end(int reserved, int copied, int healthy) {
        lock.lock();
        try {
            freeAt += nanos((long) copied - reserved, urgency(healthy));
            active--;
            if (active == 0) {
                beginQuiet(clock.nanoTime());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Copying is about to begin: until it does is a time to see what is usual. */
    public void expect() {
        lock.lock();
        try {
            restartIfForgotten(clock.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /** After long, what was usual all that time counts: what is now may already be the consequence of whatever makes copying necessary. */
    private void restartIfForgotten(long now) {
        if (active == 0 && now - idleSince >= settings.forgotten()) {
            rate.restart();
            endQuiet(now);
            judged(now);
            quietAt = now - settings.quietEvery();
        }
    }

    private void beginQuiet(long now) {
        idleSince = now;
        atIdle = totals();
    }

    /** Notes what was done since nothing was copied, if nothing is and that is worth it. */
    private void endQuiet(long now) {
        if (active > 0 || now - idleSince < settings.leastQuiet()) {
            return;
        }
        List<Total> done = since(atIdle);
        for (int kind = 0; kind < done.size(); kind++) {
            quiet.get(kind).note(done.get(kind), now);
        }
        beginQuiet(now);
        quietAt = Math.max(quietAt, now);
        if (still) {
            still = false;
            judged(now);
        }
    }

    /** Changes the rate by what foreground work took lately, if it is time. */
    private void judge(long now, Urgency urgency) {
        if (now - judgedAt < settings.interval().toNanos()) {
            return;
        }
        List<Total> done = since(atJudgement);
        long count = done.stream().mapToLong(Total::count).sum();
        if (count == 0) {
            rate.unhindered();
            judged(now);
            return;
        }
        if (count < QuietLatency.ENOUGH && now - judgedAt < settings.longestInterval()) {
            return;
        }
        OptionalDouble worst = OptionalDouble.empty();
        for (int kind = 0; kind < done.size(); kind++) {
            OptionalDouble excess = quiet.get(kind).excess(done.get(kind));
            if (excess.isPresent()) {
                worst = OptionalDouble.of(Math.max(worst.orElse(excess.getAsDouble()), excess.getAsDouble()));
            }
        }
        if (worst.isPresent()) {
            metrics.count(rate.adjust(worst.getAsDouble(), urgency) ? "storage.pace.slowed" : "storage.pace.quickened");
        }
        judged(now);
    }

    private void judged(long now) {
        judgedAt = now;
        atJudgement = totals();
    }

    private List<Total> totals() {
        return foreground.stream().map(ForegroundLatency::total).toList();
    }

    private List<Total> since(List<Total> earlier) {
        List<Total> done = new ArrayList<>();
        for (int kind = 0; kind < earlier.size(); kind++) {
            done.add(foreground.get(kind).total().since(earlier.get(kind)));
        }
        return done;
    }
}
