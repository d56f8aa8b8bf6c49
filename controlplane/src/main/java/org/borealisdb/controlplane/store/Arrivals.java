package org.borealisdb.controlplane.store;

import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.model.message.AppendEntriesFailureResponse;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.InstallSnapshotRequest;
import io.microraft.model.message.InstallSnapshotResponse;
import io.microraft.model.message.PreVoteRequest;
import io.microraft.model.message.PreVoteResponse;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.VoteRequest;
import io.microraft.report.RaftTerm;
import org.borealisdb.runtime.time.Clock;

/**
 * Gives messages of other members to MicroRaft 0.7, except where it would take them wrongly:
 *
 * <ol>
 * <li><b>Late answers.</b> It takes answers of earlier terms for answers to what it sends as the leader of this term. A late "I have entry 10" may speak of another entry 10, long replaced, and
 *     would commit what is on one disk only; a late answer to a heartbeat would confirm a leader that is none any more. Such answers are dropped.
 * <li><b>The entry at the snapshot.</b> A member that has entries behind its snapshot, but not the one that the snapshot ends with (as after each start, or a snapshot that came from the leader), cannot compare what the leader says to be before its
 *     entries, and refuses for ever, if its entries differ from the leader's. It does know it: index and term of the snapshot are those of that entry. If they are what the leader says, the comparison is left out, by asking MicroRaft to append from the very beginning,
 *     which it does not compare; and the index in its acknowledgement, which it counts from there, is set right ({@link RaftTransport}). What is committed is left to the next message.
 * <li><b>Entries from the very beginning</b>, long after the beginning, are a late copy of an old message, and dropped: it fails over the entries that it has let go.
 * <li><b>A search for votes that the leader ended.</b> A member that misses its leader asks whether it would be elected; if the leader is heard again meanwhile, it never asks again, however long that leader then is silent: two such members, and the group has no leader any more. A member that has followed a silent leader for longer
 *     than MicroRaft ever would is told that its leader hands over to it, which begins an election; as one of those that members refuse who still hear their leader.
 * <li><b>A higher term in a refusal.</b> A member that asks whether it would be elected, and is refused for being in an older term, does not learn of the newer one and asks for ever the same. If it has the longest log, nobody is elected. It is given the term in the form of a request for a vote, by one who has no log: it enters
 *     the term, and votes for nobody who has less than it.
 * </ol>
 *
 * <p>And a member that was readmitted answers no one who seeks votes until it knows again what it may have acknowledged before ({@link MemberIdentity}).
 *
 * <p>Used by the member's task alone.
 */
final class Arrivals {
    /** Longer than the 1.2 s after which MicroRaft gives a leader up. */
    private static final long STUCK_NANOS = 1_500_000_000;

    private final RaftNode node;
    private final RaftJournal journal;
    private final RaftTransport transport;
    private final RaftValues values;

    private final Clock clock;

    private boolean quiet;
    private long leaderHeardNanos;

    Arrivals(RaftNode node, RaftJournal journal, RaftTransport transport, RaftValues values, Clock clock) {
        this.node = node;
        this.journal = journal;
        this.transport = transport;
        this.values = values;
        this.clock = clock;
        this.leaderHeardNanos = clock.nanoTime();
    }

    void quiet(boolean on) {
        quiet = on;
    }

    void take(RaftMessage message) {
        if (quiet && (message instanceof PreVoteRequest || message instanceof VoteRequest)) {
            return;
        }
        if (isAnswer(message) && message.getTerm() < node.getTerm().getTerm()) {
            return;
        }
        if (message instanceof PreVoteResponse refusal) {
            learnTerm(refusal);
        }
        if (message instanceof AppendEntriesRequest request) {
            append(request);
        } else {
            node.handle(message);
        }
        boolean ofLeader = message instanceof AppendEntriesRequest || message instanceof InstallSnapshotRequest;
        if (ofLeader && message.getSender().equals(node.getTerm().getLeaderEndpoint())) {
            leaderHeardNanos = clock.nanoTime();
        }
    }

    /** Has this member seek votes if it should long have done so. Called after each step, which is several times a second. */
    void seekVotesIfStuck() {
        RaftEndpoint leader = node.getTerm().getLeaderEndpoint();
        boolean follows = leader != null && !leader.equals(node.getLocalEndpoint());
        if (quiet || !follows || clock.nanoTime() - leaderHeardNanos < STUCK_NANOS) {
            return;
        }
        leaderHeardNanos = clock.nanoTime();
        RaftJournal.Extent extent = journal.extent();
        RaftMessage handingOver = values.models()
                .createTriggerLeaderElectionRequestBuilder()
                .setGroupId(node.getGroupId())
                .setSender(leader)
                .setTerm(node.getTerm().getTerm())
                .setLastLogTerm(extent.lastTerm())
                .setLastLogIndex(Math.max(extent.lastIndex(), extent.snapshotIndex()))
                .build();
        transport.sticky(true);
        try {
            node.handle(handingOver);
        } finally {
            transport.sticky(false);
        }
    }

    private void learnTerm(PreVoteResponse refusal) {
        RaftTerm term = node.getTerm();
        if (!refusal.isGranted() && refusal.getTerm() > term.getTerm() && term.getLeaderEndpoint() == null) {
            node.handle(values.models()
                    .createVoteRequestBuilder()
                    .setGroupId(refusal.getGroupId())
                    .setSender(refusal.getSender())
                    .setTerm(refusal.getTerm())
                    .setLastLogTerm(0)
                    .setLastLogIndex(0)
                    .setSticky(false)
                    .build());
        }
    }

    private static boolean isAnswer(RaftMessage message) {
        return message instanceof AppendEntriesSuccessResponse
                || message instanceof AppendEntriesFailureResponse
                || message instanceof InstallSnapshotResponse;
    }

    private void append(AppendEntriesRequest request) {
        RaftJournal.Extent extent = journal.extent();
        long snapshot = extent.snapshotIndex();
        if (snapshot > 0
                && request.getPreviousLogIndex() == 0
                && !request.getLogEntries().isEmpty()) {
            return;
        }
        boolean comparable = extent.firstIndex() <= snapshot || extent.lastIndex() <= snapshot;
        if (snapshot == 0
                || comparable
                || request.getPreviousLogIndex() != snapshot
                || request.getPreviousLogTerm() != extent.snapshotTerm()) {
            node.handle(request);
            return;
        }
        transport.indexOffset(snapshot);
        try {
            node.handle(uncompared(request));
        } finally {
            transport.indexOffset(0);
        }
    }

    private RaftMessage uncompared(AppendEntriesRequest request) {
        return values.models()
                .createAppendEntriesRequestBuilder()
                .setGroupId(request.getGroupId())
                .setSender(request.getSender())
                .setTerm(request.getTerm())
                .setPreviousLogIndex(0)
                .setPreviousLogTerm(0)
                .setCommitIndex(0)
                .setLogEntries(request.getLogEntries())
                .setQuerySequenceNumber(request.getQuerySequenceNumber())
                .setFlowControlSequenceNumber(request.getFlowControlSequenceNumber())
                .build();
    }
}
