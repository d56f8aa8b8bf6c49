package org.borealisdb.volume.stream;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.borealisdb.redo.message.Farewell;
import org.borealisdb.redo.message.Follow;
import org.borealisdb.redo.message.NewMetadata;
import org.borealisdb.redo.message.ReaderLoad;
import org.borealisdb.redo.message.ReaderReport;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.message.StreamMessage;
import org.borealisdb.redo.message.StreamedLog;
import org.borealisdb.redo.message.Welcome;
import org.borealisdb.redo.message.WriterReport;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Parker;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.volume.DurabilityListener;
import org.borealisdb.volume.VolumeSettings;
import org.borealisdb.volume.VolumeUnavailableException;
import org.borealisdb.volume.geometry.NodeCalls;
import org.borealisdb.volume.reader.PageReader;

/**
 * How a reader follows: one task joins, applies what has come and is durable, reports, and joins again when it must.
 *
 * <p><b>Order (R21).</b> For log that ends at E: the tails of the groups, then the read point become what they are at E; then the follower applies; then VDL is E, and listeners are told. So whoever reads a page that nobody
 * has cached reads it as of a point that is not below what any view may know, and what was applied before somebody noted that the page is being read is in what storage answers.
 *
 * <p><b>Beginning again.</b> A joining ends when the writer says so (it is too far behind, was forgotten, or the writer ends), when another writer's epoch is seen, or when storage has collected
 * what is read. Then nothing is applied any more: what was forgotten is not protected from purge. The volume goes on answering as of where it is while it asks to join again, until it is stale ({@link Freshness}). Then it
 * takes the new line, and only then the follower drops everything.
 * Reads that began on the line before fail.
 */
final class Following {
    private static final System.Logger LOG = System.getLogger(Following.class.getName());

    /** Pause after an attempt to join in vain; doubles up to {@link #LONGEST_PAUSE_NANOS}. */
    private static final long FIRST_PAUSE_NANOS = 10_000_000;

    private static final long LONGEST_PAUSE_NANOS = 500_000_000;

    /** A line, and how its pages are read. */
    record Place(FollowedLine line, PageReader pages) {}

    private final VolumeId volume;
    private final String name;
    private final Tasks tasks;
    private final Clock clock;
    private final RandomSource random;
    private final Metrics metrics;
    private final VolumeSettings settings;
    private final NodeCalls calls;
    private final LongAdder restarts = new LongAdder();
    private final Freshness freshness;
    private final ClockOffset offset = new ClockOffset();
    private final Lock lock;
    private final Condition moved;
    private final List<DurabilityListener> listeners = new CopyOnWriteArrayList<>();
    private volatile Optional<Parker> parker = Optional.empty();
    private volatile Optional<LogFollower> follower = Optional.empty();
    private volatile Optional<Task> task = Optional.empty();
    private volatile Optional<VolumeEpoch> rival = Optional.empty();

    private volatile Address writer;
    private volatile Place place;
    private volatile long vdl;
    private volatile long lagMicros;
    private volatile String joinTrouble = "";
    private volatile boolean closed;
    private volatile Optional<RuntimeException> broken = Optional.empty();

    // Of the task.
    private final Staging staging = new Staging();
    private long reportedAt;
    private long reportedApplied = -1;
    private long lackingSince;
    private boolean lacking;
    private long pause = FIRST_PAUSE_NANOS;
    private long nextJoin;

    /**
     * Joins, and waits until that is done. Nothing is applied before {@link #start}.
     *
     * @throws VolumeUnavailableException if the writer does not let it join in time
     */
    Following(
            VolumeId volume,
            Address writer,
            String name,
            Tasks tasks,
            Clock clock,
            RandomSource random,
            Metrics metrics,
            VolumeSettings settings,
            long patienceNanos,
            NodeCalls calls) {
        this.volume = volume;
        this.writer = writer;
        this.name = name;
        this.tasks = tasks;
        this.clock = clock;
        this.random = random;
        this.metrics = metrics;
        this.settings = settings;
        this.calls = calls;
        this.lock = tasks.lock("applied log of " + volume);
        this.moved = lock.condition();
        long deadline = clock.nanoTime() + patienceNanos;
        Asked asked = ask();
        while (asked.welcome().isEmpty()) {
            if (clock.nanoTime() - deadline >= 0) {
                throw new VolumeUnavailableException(
                        "cannot follow " + volume + ": " + writer + " does not let us: " + asked.trouble());
            }
            tasks.sleep(pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
            asked = ask();
        }
        this.place = placeAt(asked.welcome().get());
        this.vdl = place.line().readPoint();
        this.freshness = new Freshness(asked.at());
        this.pause = FIRST_PAUSE_NANOS;
    }

    /** Lets the task run. From now on messages may come. */
    void run() {
        task = Optional.of(tasks.start("reader of " + volume, TaskKind.PROTOCOL, this::follow));
    }

    /** From now on log is applied. */
    void start(LogFollower newFollower) {
        synchronized (this) {
            if (follower.isPresent()) {
                throw new IllegalStateException(volume + " is followed by another already");
            }
            follower = Optional.of(newFollower);
        }
        wake();
    }

    void listen(DurabilityListener listener) {
        listeners.add(listener);
    }

    Place place() {
        return place;
    }

    long vdl() {
        return vdl;
    }

    /**
     * Returns if it goes on.
     *
     * @throws OperationException    if it lost the log before it was {@link #start}ed
     * @throws IllegalStateException if it is closed or broken
     */
    void check() {
        if (broken.isPresent() && broken.get() instanceof OperationException e) {
            throw new OperationException(String.valueOf(e.getMessage()), e.retryable(), e);
        }
        if (broken.isPresent()) {
            throw new IllegalStateException("reader " + name + " of " + volume + " stopped at a fault", broken.get());
        }
        if (closed) {
            throw new IllegalStateException("reader " + name + " of " + volume + " is closed");
        }
    }

    Address writer() {
        return writer;
    }

    Freshness freshness() {
        return freshness;
    }

    /** Follows whoever writes at {@code next} from now on. */
    void followAt(Address next) {
        if (!next.equals(writer)) {
            FollowedLine line = place.line();
            farewell(line);
            writer = next;
            lose(line, "another writer is to be followed: " + next);
        }
    }

    FollowStatus status() {
        FollowedLine line = place.line();
        long since = line.inbox().waitingSinceMicros();
        long waiting = since == 0 ? 0 : lagSince(since);
        return new FollowStatus(
                writer,
                line.joining(),
                line.metadata().epoch(),
                line.lost().map(reason -> reason + joinTrouble).orElse(""),
                rival.filter(epoch -> line.metadata().epoch().olderThan(epoch)),
                vdl,
                line.inbox().received(),
                line.inbox().vdl(),
                Math.max(lagMicros, waiting) * 1000,
                freshness.age(clock.nanoTime()),
                restarts.sum());
    }

    /** Waits until the log is applied up to {@code lsn}, or {@code timeoutNanos} have passed; true if it is. */
    boolean await(long lsn, long timeoutNanos) {
        long deadline = clock.nanoTime() + timeoutNanos;
        lock.lock();
        try {
            long left = timeoutNanos;
            while (vdl < lsn && left > 0 && !closed && broken.isEmpty()) {
                moved.await(left);
                left = deadline - clock.nanoTime();
            }
        } finally {
            lock.unlock();
        }
        check();
        return vdl >= lsn;
    }

    /** Takes a message of the stream. Never waits. */
    void received(Address from, StreamMessage message) {
        FollowedLine line = place.line();
        switch (message) {
            case StreamedLog log -> {
                if (log.epoch().equals(line.metadata().epoch()) && log.timeline() == line.timeline()) {
                    if (line.inbox().add(log)) {
                        wake();
                    }
                } else {
                    metrics.count("volume.stream.log-of-other-lines");
                }
            }
            case WriterReport report -> {
                if (report.joining() == line.joining()) {
                    line.learn(report.lagging(), report.historyStart());
                    answered(report);
                    if (line.inbox().told(report.vdl(), report.publishedMicros(), report.sentLsn())) {
                        wake();
                    }
                }
            }
            case NewMetadata news -> seen(line, news.metadata());
            case Farewell farewell -> {
                if (farewell.joining() == line.joining()) {
                    metrics.count("volume.stream.farewell." + farewell.reason());
                    lose(line, from + " ended it, being " + farewell.reason() + ": " + farewell.detail());
                }
            }
            default -> metrics.count("volume.unexpected-messages");
        }
    }

    private void answered(WriterReport report) {
        if (report.answers() != 0) {
            long roundTrip = clock.nanoTime() - report.answers() - report.heldNanos();
            offset.answered(roundTrip / 1000, report.sentMicros(), clock.wallMicros());
            if (report.leased()) {
                freshness.answered(report.answers(), report.vdl(), vdl);
            }
        }
    }

    /** Somebody knows these metadata. Never waits. */
    void seen(VolumeMetadata newest) {
        seen(place.line(), newest);
    }

    private void seen(FollowedLine line, VolumeMetadata newest) {
        if (line.metadata().epoch().olderThan(newest.epoch())) {
            heardOf(newest.epoch());
            lose(line, "another writer has opened it: " + newest.epoch());
        } else {
            line.learn(newest);
            wake();
        }
    }

    private synchronized void heardOf(VolumeEpoch epoch) {
        if (rival.filter(known -> !known.olderThan(epoch)).isEmpty()) {
            rival = Optional.of(epoch);
        }
    }

    /** The reads of {@code line} cannot go on. */
    void lose(FollowedLine line, String reason) {
        if (line.lost().isEmpty()) {
            metrics.count("volume.stream.lost");
        }
        line.lose(reason);
        wake();
    }

    private void wake() {
        parker.ifPresent(Parker::unpark);
    }

    private void follow() {
        Parker mine = tasks.parker();
        parker = Optional.of(mine);
        try {
            nextJoin = clock.nanoTime();
            while (!closed) {
                FollowedLine line = place.line();
                long until = line.lost().isPresent() ? joinAgain(line) : applyAndReport(line);
                long left = until - clock.nanoTime();
                if (left > 0 && !closed) {
                    mine.park(left);
                }
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "reader " + name + " of " + volume + " has ended", e);
            metrics.count("volume.stream.broken");
            broken = Optional.of(e);
            signalMoved();
        } finally {
            farewell(place.line());
        }
    }

    private void farewell(FollowedLine line) {
        if (line.lost().isEmpty()) {
            calls.send(
                    writer,
                    StorageMessages.encode(new Farewell(volume, line.joining(), Farewell.Reason.LEAVING, "it leaves")));
        }
    }

    /** Applies all that can be applied, and reports if that is due; the time when there is something to do again, unless it is woken. */
    private long applyAndReport(FollowedLine line) {
        boolean needsMetadata = false;
        if (follower.isPresent()) {
            try {
                needsMetadata = !applyAll(line, follower.get());
            } catch (MalformedException e) {
                metrics.count("volume.stream.malformed");
                lose(line, "what came is no log: " + e.getMessage());
                return clock.nanoTime();
            }
        }
        long now = clock.nanoTime();
        boolean asks = asksAgain(line, needsMetadata, now);
        boolean much = line.position() - reportedApplied > settings.stream().windowBytes() / 8;
        if (asks || much || now - reportedAt >= settings.stream().reportNanos()) {
            report(line, asks && line.inbox().lacksLog(), now);
        }
        long next = reportedAt + settings.stream().reportNanos();
        return lacking ? Math.min(next, lackingSince + settings.stream().askAgainNanos()) : next;
    }

    /** True if something has been missing for long enough to ask for it. */
    private boolean asksAgain(FollowedLine line, boolean needsMetadata, long now) {
        if (!line.inbox().lacksLog() && !needsMetadata) {
            lacking = false;
            return false;
        }
        if (!lacking) {
            lacking = true;
            lackingSince = now;
            return false;
        }
        if (now - lackingSince < settings.stream().askAgainNanos()) {
            return false;
        }
        metrics.count("volume.stream.asked-again");
        lackingSince = now;
        return true;
    }

    private void report(FollowedLine line, boolean lacksLog, long now) {
        long applied = vdl;
        line.reads().raise(applied);
        long view = follower.map(LogFollower::oldestView).orElse(applied);
        reportedAt = now;
        reportedApplied = line.position();
        calls.send(
                writer,
                StorageMessages.encode(new ReaderReport(
                        volume,
                        line.joining(),
                        now == 0 ? 1 : now,
                        line.position(),
                        line.inbox().received(),
                        line.reads().lowest(),
                        Math.max(0, Math.min(view, applied)),
                        Math.max(0, lagMicros),
                        line.metadata().revision(),
                        lacksLog,
                        follower.map(LogFollower::load).orElse(ReaderLoad.UNKNOWN))));
    }

    /** Applies all that is here and durable; false if that needs metadata that are not here. */
    private boolean applyAll(FollowedLine line, LogFollower to) {
        while (line.lost().isEmpty() && !closed) {
            long ready = line.inbox().ready() - line.position();
            if (ready <= 0) {
                return true;
            }
            int most = Staging.USUAL_BYTES;
            int whole = staging.copy(line, (int) Math.min(ready, most));
            while (whole == 0 && most < ready) {
                most = (int) Math.min(ready, 2L * most);
                whole = staging.copy(line, most);
            }
            if (whole == 0) {
                return !staging.beyond(line, (int) Math.min(ready, most));
            }
            apply(line, to, whole);
            if (line.position() - reportedApplied > settings.stream().windowBytes() / 8) {
                report(line, false, clock.nanoTime());
            }
        }
        return true;
    }

    private void apply(FollowedLine line, LogFollower to, int length) {
        long start = line.position();
        line.advance(staging.bytes(), length);
        try {
            to.apply(staging.bytes(), length, start);
        } catch (MalformedException refused) {
            // What was received is sound, or it would not have come so far. Beginning again does not help a follower
            // that has failed.
            throw new IllegalStateException("log from LSN " + start + " on could not be applied", refused);
        }
        staging.clear();
        moveTo(start + length);
        long since = line.inbox().appliedUpTo(start + length);
        if (since != 0) {
            lagMicros = lagSince(since);
        }
        freshness.applied(vdl);
    }

    /** How long ago the writer's clock showed that; 0 if nobody knows. */
    private long lagSince(long writerMicros) {
        return offset.known() ? Math.max(0, offset.writerMicros(clock.wallMicros()) - writerMicros) : 0;
    }

    private void moveTo(long lsn) {
        vdl = lsn;
        for (DurabilityListener listener : listeners) {
            listener.durableUpTo(lsn);
        }
        signalMoved();
    }

    private void signalMoved() {
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Asks to join again, if it is time; the time of the next attempt. */
    private long joinAgain(FollowedLine line) {
        if (follower.isEmpty()) {
            throw new VolumeUnavailableException(
                    "reader " + name + " of " + volume + " lost the log before it began to apply it: "
                            + line.lost().orElseThrow());
        }
        if (clock.nanoTime() - nextJoin < 0) {
            return nextJoin;
        }
        Asked asked = ask();
        if (asked.welcome().isEmpty() || isOlder(asked.welcome().get(), line)) {
            metrics.count("volume.stream.joins-in-vain");
            joinTrouble = "; " + writer + " does not let it join: " + asked.trouble();
            nextJoin = clock.nanoTime() + pause;
            pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
            return nextJoin;
        }
        metrics.count("volume.stream.restarts");
        restarts.increment();
        offset.forget();
        Place next = placeAt(asked.welcome().get());
        place = next;
        lacking = false;
        follower.orElseThrow().restart(next.line().readPoint());
        moveTo(next.line().readPoint());
        freshness.restarted(asked.at());
        pause = FIRST_PAUSE_NANOS;
        joinTrouble = "";
        report(next.line(), false, clock.nanoTime());
        return clock.nanoTime();
    }

    /** True if it was an old writer that answered, which does not know yet that it is one. */
    private boolean isOlder(Welcome welcome, FollowedLine line) {
        VolumeEpoch epoch = welcome.metadata().epoch();
        return epoch.olderThan(line.metadata().epoch())
                || rival.filter(epoch::olderThan).isPresent();
    }

    private Place placeAt(Welcome welcome) {
        FollowedLine line = new FollowedLine(welcome, settings.stream().windowBytes());
        PageReader pages = new PageReader(welcome.metadata(), line, calls, tasks, clock, metrics, settings, newest -> {
            seen(line, newest);
            if (welcome.metadata().epoch().olderThan(newest.epoch())) {
                throw new LogLostException("another writer has opened " + volume + ": " + newest.epoch() + "; reader "
                        + name + " has to begin again");
            }
        });
        return new Place(line, pages);
    }

    /** What came of asking to join. */
    private record Asked(long at, Optional<Welcome> welcome, String trouble) {}

    private Asked ask() {
        long at = clock.nanoTime();
        long joining = random.nextLong();
        ByteBuffer request = StorageMessages.encode(new Follow(volume, joining, name));
        try {
            return switch (calls.call(writer, request)) {
                case Welcome welcome
                when welcome.joining() == joining && welcome.volume().equals(volume) ->
                    new Asked(at, Optional.of(welcome), "");
                case Farewell farewell -> new Asked(at, Optional.empty(), farewell.reason() + ": " + farewell.detail());
                default -> new Asked(at, Optional.empty(), "it gave an answer of the wrong kind");
            };
        } catch (OperationException e) {
            return new Asked(at, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    /**
     * After {@link #close}: gives the follower what had come of the log up to {@code lsn}, whatever was known of its durability then; the LSN where the follower is now, or empty if there is no telling.
     *
     * @param timeline of which everything up to {@code lsn} turned out to be durable
     * @param groups   that the volume has
     */
    OptionalLong catchUp(int timeline, long lsn, int groups) {
        if (!closed || task.filter(Task::done).isEmpty()) {
            throw new IllegalStateException("reader " + name + " of " + volume + " still follows");
        }
        FollowedLine line = place.line();
        if (broken.isPresent() || follower.isEmpty() || line.timeline() != timeline || vdl > lsn) {
            return OptionalLong.empty();
        }
        long at = line.position();
        long end = Math.min(lsn, line.inbox().received());
        int most = Staging.USUAL_BYTES;
        while (at < end) {
            int length = (int) Math.min(end - at, most);
            int whole = staging.copy(line, at, length, groups);
            if (whole > 0) {
                follower.get().apply(staging.bytes(), whole, at);
                at += whole;
                vdl = at;
            } else if (length < end - at) {
                most = (int) Math.min(end - at, 2L * most);
            } else {
                // The last mini-transaction did not come whole.
                end = at;
            }
        }
        return OptionalLong.of(vdl);
    }

    /** Ends it; idempotent. */
    void close() {
        closed = true;
        wake();
        task.ifPresent(Task::join);
        signalMoved();
    }
}
