package org.borealisdb.controlplane.store;

import io.microraft.RaftEndpoint;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.PreVoteRequest;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.VoteRequest;
import io.microraft.transport.Transport;
import org.borealisdb.runtime.net.Endpoint;

/** Sends what MicroRaft says to the other members. Used by the member's task alone. */
final class RaftTransport implements Transport {
    private final Endpoint endpoint;
    private final RaftMessages messages;
    private final RaftJournal journal;
    private final RaftValues values;

    /** What is added to the index in the next acknowledgement; see {@link Arrivals}. */
    private long indexOffset;

    /** True while this member must not seek votes. */
    private boolean quiet;

    private boolean sticky;

    RaftTransport(Endpoint endpoint, RaftMessages messages, RaftJournal journal, RaftValues values) {
        this.endpoint = endpoint;
        this.messages = messages;
        this.journal = journal;
        this.values = values;
    }

    void indexOffset(long offset) {
        indexOffset = offset;
    }

    /** From now on, elections are sought only with those who do not hear a leader. */
    void sticky(boolean on) {
        sticky = on;
    }

    void quiet(boolean on) {
        quiet = on;
    }

    @Override
    public void send(RaftEndpoint target, RaftMessage message) {
        if (journal.failure().isPresent()) {
            // What it says may rest on what was not stored.
            return;
        }
        if (quiet && (message instanceof PreVoteRequest || message instanceof VoteRequest)) {
            return;
        }
        endpoint.send(((MemberEndpoint) target).address(), messages.encode(adjusted(message)));
    }

    private RaftMessage adjusted(RaftMessage message) {
        if (sticky && message instanceof VoteRequest request) {
            return values.models()
                    .createVoteRequestBuilder()
                    .setGroupId(request.getGroupId())
                    .setSender(request.getSender())
                    .setTerm(request.getTerm())
                    .setLastLogTerm(request.getLastLogTerm())
                    .setLastLogIndex(request.getLastLogIndex())
                    .setSticky(true)
                    .build();
        }
        if (indexOffset == 0 || !(message instanceof AppendEntriesSuccessResponse answer)) {
            return message;
        }
        return values.models()
                .createAppendEntriesSuccessResponseBuilder()
                .setGroupId(answer.getGroupId())
                .setSender(answer.getSender())
                .setTerm(answer.getTerm())
                .setLastLogIndex(answer.getLastLogIndex() + indexOffset)
                .setQuerySequenceNumber(answer.getQuerySequenceNumber())
                .setFlowControlSequenceNumber(answer.getFlowControlSequenceNumber())
                .build();
    }

    /** Only asked where snapshots come from followers, which is switched off. */
    @Override
    public boolean isReachable(RaftEndpoint target) {
        return true;
    }
}
