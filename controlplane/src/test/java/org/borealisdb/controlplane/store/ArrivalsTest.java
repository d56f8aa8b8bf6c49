package org.borealisdb.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.TriggerLeaderElectionRequest;
import io.microraft.model.message.VoteRequest;
import io.microraft.report.RaftTerm;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which messages reach MicroRaft, and how. */
class ArrivalsTest {
    private static final long SECOND = 1_000_000_000;
    private static final Address ONE = new Address("c1");
    private static final MemberEndpoint SELF = new MemberEndpoint(ONE);
    private static final MemberEndpoint OTHER = new MemberEndpoint(new Address("c2"));
    private static final MetadataGroup GROUP = new MetadataGroup("r", List.of(ONE, OTHER.address(), new Address("c3")));

    private final RaftValues values = new RaftValues(GROUP);
    private final RaftModelFactory models = values.models();
    private final RaftMessages messages = new RaftMessages(GROUP, 1, values);
    private final SimulatedWorld world = new SimulatedWorld(1, 1_000_000, Long.MAX_VALUE / 2);

    private final List<RaftMessage> taken = new ArrayList<>();
    private final List<RaftMessage> sent = new ArrayList<>();
    private Term term = new Term(5, SELF, SELF);

    private record Term(
            int term,
            @Nullable RaftEndpoint leader,
            @Nullable RaftEndpoint voted) implements RaftTerm {
        @Override
        public int getTerm() {
            return term;
        }

        @Override
        public @Nullable RaftEndpoint getLeaderEndpoint() {
            return leader;
        }

        @Override
        public @Nullable RaftEndpoint getVotedEndpoint() {
            return voted;
        }
    }

    private record Parts(RaftJournal journal, RaftTransport transport, Arrivals arrivals) {}

    @Test
    void answersOfEarlierTermsAreDropped() {
        run(parts -> {
            parts.arrivals().take(acknowledgement(4, 9));
            assertThat(taken).isEmpty();
            parts.arrivals().take(acknowledgement(5, 9));
            assertThat(taken).hasSize(1);
            parts.arrivals()
                    .take(models.createAppendEntriesFailureResponseBuilder()
                            .setGroupId("r")
                            .setSender(OTHER)
                            .setTerm(4)
                            .setExpectedNextIndex(3)
                            .setQuerySequenceNumber(1)
                            .setFlowControlSequenceNumber(1)
                            .build());
            assertThat(taken).hasSize(1);
        });
    }

    @Test
    void theEntryAtTheSnapshotIsKnownByTheSnapshot() {
        term = new Term(5, OTHER, null);
        run(parts -> {
            storeSnapshotAt3WithEntriesUntil(parts.journal(), 6);
            parts.arrivals().take(append(3, 2, entry(4, 5)));
            AppendEntriesRequest passed = (AppendEntriesRequest) taken.getLast();
            assertThat(passed.getPreviousLogIndex()).isZero();
            assertThat(passed.getCommitIndex()).isZero();
            assertThat(passed.getLogEntries()).hasSize(1);
            // MicroRaft's acknowledgement, which counts from the beginning, was set right; later ones are not touched.
            assertThat(((AppendEntriesSuccessResponse) sent.getFirst()).getLastLogIndex())
                    .isEqualTo(4);
            parts.transport().send(OTHER, acknowledgement(5, 1));
            assertThat(((AppendEntriesSuccessResponse) sent.getLast()).getLastLogIndex())
                    .isEqualTo(1);
        });
    }

    @Test
    void otherEntriesAreComparedByMicroRaft() {
        term = new Term(5, OTHER, null);
        run(parts -> {
            storeSnapshotAt3WithEntriesUntil(parts.journal(), 6);
            for (AppendEntriesRequest request :
                    List.of(append(3, 1, entry(4, 5)), append(4, 2, entry(5, 5)), append(2, 2, entry(3, 2)))) {
                parts.arrivals().take(request);
                assertThat(taken.getLast()).isSameAs(request);
            }
            int before = taken.size();
            parts.arrivals().take(append(0, 0, entry(1, 2)));
            assertThat(taken).as("a copy of the first message, long after").hasSize(before);
        });
    }

    @Test
    void aRefusalForAnOldTermTeachesTheNewOne() {
        term = new Term(5, null, null);
        run(parts -> {
            parts.arrivals().take(preVoted(5, false));
            assertThat(taken).hasSize(1);
            parts.arrivals().take(preVoted(8, false));
            assertThat(taken).hasSize(3);
            VoteRequest learnt = (VoteRequest) taken.get(1);
            assertThat(learnt.getTerm()).isEqualTo(8);
            assertThat(learnt.getLastLogIndex()).isZero();
            term = new Term(5, OTHER, null);
            parts.arrivals().take(preVoted(8, false));
            assertThat(taken).as("nothing is taught to who has a leader").hasSize(4);
        });
    }

    @Test
    void whoFollowsASilentLeaderSeeksVotes() {
        term = new Term(5, OTHER, null);
        run(parts -> {
            world.scheduler().sleep(SECOND);
            parts.arrivals().take(append(0, 0));
            world.scheduler().sleep(SECOND);
            parts.arrivals().seekVotesIfStuck();
            assertThat(taken).hasSize(1);
            world.scheduler().sleep(SECOND);
            parts.arrivals().seekVotesIfStuck();
            parts.arrivals().seekVotesIfStuck();
            assertThat(taken).hasSize(2);
            TriggerLeaderElectionRequest trigger = (TriggerLeaderElectionRequest) taken.getLast();
            assertThat(trigger.getSender()).isEqualTo(OTHER);
            assertThat(trigger.getTerm()).isEqualTo(5);
            term = new Term(5, SELF, SELF);
            world.scheduler().sleep(3 * SECOND);
            parts.arrivals().seekVotesIfStuck();
            assertThat(taken).as("a leader hears none").hasSize(2);
        });
    }

    @Test
    void whoMustNotVoteHearsNoRequestsForVotes() {
        term = new Term(5, null, null);
        run(parts -> {
            parts.arrivals().quiet(true);
            RaftMessage request = models.createVoteRequestBuilder()
                    .setGroupId("r")
                    .setSender(OTHER)
                    .setTerm(9)
                    .setLastLogTerm(1)
                    .setLastLogIndex(1)
                    .setSticky(true)
                    .build();
            parts.arrivals().take(request);
            assertThat(taken).isEmpty();
            parts.arrivals().quiet(false);
            parts.arrivals().take(request);
            assertThat(taken).containsExactly(request);
        });
    }

    private void run(Consumer<Parts> test) {
        world.run(() -> {
            SimulatedHost.LiveProcess process = world.host("c1").start();
            RaftJournal.create(process.files(), process.random(), 0, SELF);
            try (RaftJournal journal = RaftJournal.open(process.files(), GROUP, SELF, values, process.random())) {
                RaftTransport transport = new RaftTransport(new Sink(), messages, journal, values);
                Arrivals arrivals = new Arrivals(node(transport), journal, transport, values, process.clock());
                test.accept(new Parts(journal, transport, arrivals));
            }
        });
    }

    /** A node that notes what it is given, and acknowledges what it is to append as MicroRaft would. */
    private RaftNode node(RaftTransport transport) {
        return (RaftNode) Proxy.newProxyInstance(
                RaftNode.class.getClassLoader(),
                new Class<?>[] {RaftNode.class},
                (_, method, arguments) -> switch (method.getName()) {
                    case "getTerm" -> term;
                    case "getLocalEndpoint" -> SELF;
                    case "getGroupId" -> "r";
                    case "handle" -> handled((RaftMessage) arguments[0], transport);
                    default -> throw new IllegalStateException("nobody calls " + method);
                });
    }

    private @Nullable Object handled(RaftMessage message, RaftTransport transport) {
        taken.add(message);
        if (message instanceof AppendEntriesRequest request) {
            long last = request.getPreviousLogIndex() + request.getLogEntries().size();
            transport.send(OTHER, acknowledgement(term.term(), last));
        }
        return null;
    }

    private final class Sink implements Endpoint {
        @Override
        public Address self() {
            return ONE;
        }

        @Override
        public void send(Address to, ByteBuffer message) {
            sent.add(messages.decode(message).message());
        }

        @Override
        public ByteBuffer call(Address to, ByteBuffer request, long timeoutNanos) {
            throw new IllegalStateException("nobody calls");
        }

        @Override
        public void close() {}
    }

    private void storeSnapshotAt3WithEntriesUntil(RaftJournal journal, int last) {
        try {
            List<LogEntry> entries = new ArrayList<>();
            for (int index = 1; index <= last; index++) {
                entries.add(entry(index, 2));
            }
            journal.persistLogEntries(entries);
            journal.persistSnapshotChunk(models.createSnapshotChunkBuilder()
                    .setIndex(3)
                    .setTerm(2)
                    .setSnapshotChunkIndex(0)
                    .setSnapshotChunkCount(1)
                    .setOperation(ByteBuffer.allocate(4))
                    .setGroupMembersView(values.members())
                    .build());
            journal.flush();
            journal.truncateLogEntriesUntil(3);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private LogEntry entry(long index, int ofTerm) {
        return models.createLogEntryBuilder()
                .setIndex(index)
                .setTerm(ofTerm)
                .setOperation(new LogOperation.Nothing())
                .build();
    }

    private AppendEntriesRequest append(long previousIndex, int previousTerm, LogEntry... entries) {
        return models.createAppendEntriesRequestBuilder()
                .setGroupId("r")
                .setSender(OTHER)
                .setTerm(5)
                .setPreviousLogIndex(previousIndex)
                .setPreviousLogTerm(previousTerm)
                .setCommitIndex(3)
                .setLogEntries(List.of(entries))
                .setQuerySequenceNumber(0)
                .setFlowControlSequenceNumber(0)
                .build();
    }

    private RaftMessage acknowledgement(int ofTerm, long lastIndex) {
        return models.createAppendEntriesSuccessResponseBuilder()
                .setGroupId("r")
                .setSender(OTHER)
                .setTerm(ofTerm)
                .setLastLogIndex(lastIndex)
                .setQuerySequenceNumber(0)
                .setFlowControlSequenceNumber(0)
                .build();
    }

    private RaftMessage preVoted(int ofTerm, boolean granted) {
        return models.createPreVoteResponseBuilder()
                .setGroupId("r")
                .setSender(OTHER)
                .setTerm(ofTerm)
                .setGranted(granted)
                .build();
    }
}
