package org.borealisdb.volume.writer;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.volume.VolumeSettings;
import org.borealisdb.volume.geometry.NodeCalls;
import org.borealisdb.volume.quorum.QuorumTracker;
import org.borealisdb.volume.quorum.SentRound;

/**
 * Sends the log that somebody wants to be durable: while fewer than the allowed number of rounds is in flight, everything that has gathered goes out
 * as the next round, each batch encoded once, to all six segments of its group. Log that nobody wants yet, such as what a transaction has changed so far,
 * waits for company.
 *
 * <p>{@link #send} never waits for anyone, but where sessions shared the last round it gives way before the next one to tasks that could run:
 * what costs is the round (six durable writes), not the bytes, so as long as others go on appending on a busy machine, it lets them; on one with
 * a free core, giving way returns at once.
 */
final class LogSender {
    /** Longest time that a round waits for others to append to it: what a round takes on a good disk. */
    private static final long MAX_GATHERING_NANOS = 1_000_000;
    /** Giving way takes longer than this if there is anyone to give way to. */
    private static final long IDLE_NANOS = 4_000;
    /** A core is free if nobody wanted it so many times. */
    private static final int IDLE_TURNS = 2;
    /** More log than this goes out although nobody wants it yet. */
    static final int UNATTENDED_BYTES = 64 << 10;
    /** A round that is full goes out at once, up to so many: bulk loads are bound by bytes, not by rounds. */
    private static final int MAX_FULL_ROUNDS = 4;

    private final Tasks tasks;
    private final Clock clock;
    private final LogBuffer log;
    private final BatchSplitter splitter;
    private final QuorumTracker tracker;
    private final SentBatches sent;
    private final NodeCalls calls;
    private final Fate fate;
    private final VolumeSettings settings;
    private final LongSupplier vdl;
    private final LongSupplier lowestReadLsn;
    private final Consumer<LogSpan> readers;
    private final LongAdder rounds;
    private final LongAdder batches;
    private final LongAdder bytes;
    private final Turns turns = new Turns(this::sendRounds);
    /** Somebody wants the log up to here to be durable. */
    private final AtomicLong wanted = new AtomicLong();
    /** LSN up to which log was sent; for the task whose turn it is. */
    private long sentLsn;

    private volatile boolean shared;

    LogSender(
            Tasks tasks,
            Clock clock,
            LogBuffer log,
            BatchSplitter splitter,
            QuorumTracker tracker,
            SentBatches sent,
            NodeCalls calls,
            Fate fate,
            VolumeSettings settings,
            Metrics metrics,
            LongSupplier vdl,
            LongSupplier lowestReadLsn,
            Consumer<LogSpan> readers) {
        this.tasks = tasks;
        this.clock = clock;
        this.log = log;
        this.splitter = splitter;
        this.tracker = tracker;
        this.sent = sent;
        this.calls = calls;
        this.fate = fate;
        this.settings = settings;
        this.vdl = vdl;
        this.lowestReadLsn = lowestReadLsn;
        this.readers = readers;
        this.rounds = metrics.counter("volume.sent.rounds");
        this.batches = metrics.counter("volume.sent.batches");
        this.bytes = metrics.counter("volume.sent.log-bytes");
    }

    /**
     * Has the log up to {@code lsn} sent, and what was wanted before, as soon as a round may start: by this task or by the one that is
     * at it.
     */
    void send(long lsn) {
        wanted.accumulateAndGet(lsn, Math::max);
        turns.take();
    }

    private void sendRounds() {
        while (fate.goesOn() && isWanted() && mayStart(tracker.roundsInFlight())) {
            if (shared) {
                gather();
            }
            Optional<LogSpan> span = log.take(settings.roundBytes());
            if (span.isEmpty()) {
                return;
            }
            sendRound(span.get());
        }
    }

    /** Tells how many sessions the newest durable log has woken, if any: more than one, and they may share the next round too. */
    void woken(int sessions) {
        if (sessions > 0) {
            shared = sessions > 1;
        }
    }

    private boolean isWanted() {
        return sentLsn < wanted.get() || log.pendingBytes() > UNATTENDED_BYTES;
    }

    private boolean mayStart(int inFlight) {
        return inFlight < settings.roundsInFlight()
                || (inFlight < MAX_FULL_ROUNDS && log.pendingBytes() >= settings.roundBytes());
    }

    /** Lets others append to the next round, as long as the machine is busy and they do. */
    private void gather() {
        long begun = clock.nanoTime();
        long before = begun;
        long seen = log.appendedLsn();
        int idle = 0;
        while (idle < IDLE_TURNS
                && before - begun < MAX_GATHERING_NANOS
                && log.pendingBytes() < settings.roundBytes()) {
            tasks.giveWay();
            long after = clock.nanoTime();
            long appended = log.appendedLsn();
            idle = appended == seen && after - before < IDLE_NANOS ? idle + 1 : 0;
            seen = appended;
            before = after;
        }
    }

    private void sendRound(LogSpan span) {
        List<Membership> memberships = tracker.memberships();
        SentRound round = new SentRound(
                span.endLsn(), splitter.split(span, memberships, vdl.getAsLong(), lowestReadLsn.getAsLong()));
        sentLsn = span.endLsn();
        rounds.increment();
        batches.add(round.batches().size());
        bytes.add(span.length());
        // Before the first byte leaves, since acknowledgements may come while the rest is being sent.
        tracker.sending(round);
        for (Batch batch : round.batches()) {
            sent.keep(batch);
        }
        for (Batch batch : round.batches()) {
            for (Member member : memberships.get(batch.group()).members()) {
                calls.send(member.node(), batch.bytes());
            }
        }
        readers.accept(span);
    }
}
