package org.borealisdb.volume.writer;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.volume.VolumeSettings;
import org.borealisdb.volume.geometry.NodeCalls;
import org.borealisdb.volume.quorum.QuorumTracker;
import org.borealisdb.volume.quorum.SentRound;

/**
 * Sends the log: while fewer than the allowed number of rounds is in flight, everything that has gathered goes out as the next
 * round, each batch encoded once, to all six segments of its group. {@link #flush} never waits for anyone, but before each round it gives way
 * to tasks that could run: what costs is the round (six durable writes), not the bytes, so as long as others go on appending on
 * a busy machine, it lets them; on one with a free core, giving way returns at once.
 */
final class LogSender {
    /** Most times that a round waits for others to append to it. */
    private static final int MAX_GATHERING = 4;
    /** A round that is full goes out at once, up to so many: bulk loads are bound by bytes, not by rounds. */
    private static final int MAX_FULL_ROUNDS = 4;

    private final Tasks tasks;
    private final LogBuffer log;
    private final BatchSplitter splitter;
    private final QuorumTracker tracker;
    private final SentBatches sent;
    private final NodeCalls calls;
    private final Fate fate;
    private final VolumeSettings settings;
    private final LongSupplier vdl;
    private final LongSupplier lowestReadLsn;
    private final LongAdder rounds;
    private final LongAdder batches;
    private final LongAdder bytes;
    private final Turns turns = new Turns(this::sendRounds);

    LogSender(
            Tasks tasks,
            LogBuffer log,
            BatchSplitter splitter,
            QuorumTracker tracker,
            SentBatches sent,
            NodeCalls calls,
            Fate fate,
            VolumeSettings settings,
            Metrics metrics,
            LongSupplier vdl,
            LongSupplier lowestReadLsn) {
        this.tasks = tasks;
        this.log = log;
        this.splitter = splitter;
        this.tracker = tracker;
        this.sent = sent;
        this.calls = calls;
        this.fate = fate;
        this.settings = settings;
        this.vdl = vdl;
        this.lowestReadLsn = lowestReadLsn;
        this.rounds = metrics.counter("volume.sent.rounds");
        this.batches = metrics.counter("volume.sent.batches");
        this.bytes = metrics.counter("volume.sent.log-bytes");
    }

    /** Sends what may be sent now, or has it sent by the task that is at it. */
    void flush() {
        turns.take();
    }

    private void sendRounds() {
        while (fate.goesOn() && mayStart(tracker.roundsInFlight())) {
            gather();
            Optional<LogSpan> span = log.take(settings.roundBytes());
            if (span.isEmpty()) {
                return;
            }
            sendRound(span.get());
        }
    }

    private boolean mayStart(int inFlight) {
        return inFlight < settings.roundsInFlight()
                || (inFlight < MAX_FULL_ROUNDS && log.pendingBytes() >= settings.roundBytes());
    }

    private void gather() {
        long seen = log.appendedLsn();
        boolean more = true;
        for (int turn = 0; more && turn < MAX_GATHERING; turn++) {
            tasks.giveWay();
            long now = log.appendedLsn();
            more = turn == 0 || now > seen;
            seen = now;
        }
    }

    private void sendRound(LogSpan span) {
        List<Membership> memberships = tracker.memberships();
        SentRound round = new SentRound(
                span.endLsn(), splitter.split(span, memberships, vdl.getAsLong(), lowestReadLsn.getAsLong()));
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
    }
}
