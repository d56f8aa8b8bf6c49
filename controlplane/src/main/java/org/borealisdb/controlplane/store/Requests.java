package org.borealisdb.controlplane.store;

import io.microraft.Ordered;
import io.microraft.QueryPolicy;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.exception.CannotReplicateException;
import io.microraft.exception.LaggingCommitIndexException;
import io.microraft.exception.NotLeaderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What clients ask of this member, if it leads. Used by the member's task alone.
 *
 * <p><b>Reads are confirmed in rounds.</b> A leader may answer a read after a majority has told it, since the read came, that they follow it still. MicroRaft 0.7 lets a read that comes while a round is under way join it; but a confirmation that was sent before the read came says nothing of what another leader did in between. So MicroRaft
 * gets one query at a time, which stands for all reads that had come when it was begun; those that come meanwhile wait for the next.
 *
 * <p>Its answers come as {@link CompletionStage}s, which complete in the member's task; nothing is chained to them, and they go no further than this class.
 */
final class Requests {
    /** Reads that wait for a round. */
    private static final int MAX_WAITING_READS = 1024;
    /** Entries that fill the log, at a time. */
    private static final int FILLERS = 16;

    private final RaftNode node;
    private final RaftJournal journal;
    private final KeyMachine machine;
    private final MemberLimits limits;
    private final QueryPolicy policy;
    private final List<Reply> waitingReads = new ArrayList<>();

    private boolean roundUnderWay;
    private int fillersUnderWay;

    Requests(RaftNode node, RaftJournal journal, KeyMachine machine, MemberLimits limits, QueryPolicy policy) {
        this.node = node;
        this.journal = journal;
        this.machine = machine;
        this.limits = limits;
        this.policy = policy;
    }

    /** Has {@code reply} answered, now or later. */
    void take(Reply reply) {
        switch (reply.request()) {
            case StoreRequest.Change(LogOperation operation) -> change(operation, reply);
            case StoreRequest.Read _, StoreRequest.Keys _ -> read(reply);
            case StoreRequest.Mark _ -> reply.complete(new StoreAnswer.Mark(machine.applied()));
            default -> throw new IllegalStateException("no request of a client: " + reply.request());
        }
    }

    private void change(LogOperation operation, Reply reply) {
        if (leads() && journal.extent().lastIndex() - machine.applied() >= limits.pendingEntries()) {
            reply.complete(new StoreAnswer.NotNow("the leader has too much under way"));
            return;
        }
        CompletionStage<Ordered<SetOutcome>> done = node.replicate(operation);
        CompletionStage<?> _ = done.whenComplete((result, failure) ->
                reply.complete(failure == null ? new StoreAnswer.Decided(result.getResult()) : refusal(failure)));
    }

    private void read(Reply reply) {
        if (waitingReads.size() >= MAX_WAITING_READS) {
            reply.complete(new StoreAnswer.NotNow("too many reads wait"));
            return;
        }
        waitingReads.add(reply);
        beginRound();
    }

    private void beginRound() {
        if (roundUnderWay || waitingReads.isEmpty()) {
            return;
        }
        roundUnderWay = true;
        KeyMachine.Reads reads = new KeyMachine.Reads(List.copyOf(waitingReads));
        waitingReads.clear();
        CompletionStage<Ordered<Object>> done = node.query(reads, policy, Optional.empty(), Optional.empty());
        CompletionStage<?> _ = done.whenComplete((_, failure) -> {
            roundUnderWay = false;
            if (failure != null) {
                reads.replies().forEach(reply -> reply.complete(refusal(failure)));
            }
        });
    }

    /** Called after each step: begins the next round, and keeps the log short. */
    void goOn() {
        beginRound();
        if (fillersUnderWay == 0 && journal.bytesBehindSnapshot() > limits.snapshotAtBytes() && leads()) {
            long last = journal.extent().lastIndex();
            long missing = limits.snapshotEvery() - last % limits.snapshotEvery();
            for (int count = 0; count < Math.min(FILLERS, missing); count++) {
                fillersUnderWay++;
                CompletionStage<Ordered<Object>> done = node.replicate(new LogOperation.Nothing());
                CompletionStage<?> _ = done.whenComplete((_, _) -> fillersUnderWay--);
            }
        }
    }

    private boolean leads() {
        return node.getLocalEndpoint().equals(node.getTerm().getLeaderEndpoint());
    }

    /** What a failure of MicroRaft means to a client. */
    private static StoreAnswer refusal(Throwable failure) {
        return switch (failure) {
            case NotLeaderException e -> new StoreAnswer.NotLeader(leader(e.getLeader()));
            case CannotReplicateException _ ->
                new StoreAnswer.NotNow("the leader has too much under way, or just began");
            case LaggingCommitIndexException _ -> new StoreAnswer.NotNow("the leader just began");
            default -> new StoreAnswer.Unknown(failure.getClass().getSimpleName() + ": " + failure.getMessage());
        };
    }

    private static Optional<org.borealisdb.runtime.net.Address> leader(@Nullable RaftEndpoint endpoint) {
        return Optional.ofNullable(endpoint).map(each -> ((MemberEndpoint) each).address());
    }
}
