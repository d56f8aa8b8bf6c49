package org.borealisdb.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microraft.model.RaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.InstallSnapshotRequest;
import io.microraft.model.message.RaftMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.net.Address;
import org.junit.jupiter.api.Test;

/** Golden bytes of what is stored and sent, and that nothing damaged is taken. */
class StoreFormatsTest {
    private static final Address ONE = new Address("c1");
    private static final Address TWO = new Address("c2");
    private static final MetadataGroup GROUP = new MetadataGroup("r", List.of(ONE, TWO, new Address("c3")));

    private static final String IDENTITY =
            "42524b4901000000540000000c66def1010000007203000000020000006331020000006332020000"
                    + "00633302000000633188776655443322110309000000000000000100000002000000633205000000"
                    + "00000000";
    private static final String APPEND =
            "42524b4d01000000c0000000b5e1d643010000007202000000633107000000000000000103000000"
                    + "04000000000000000100000002000000000000000a000000000000000b0000000000000003000000"
                    + "05000000000000000200000001060000000000000003000000020100000000000000020000000000"
                    + "0000030000006b657904000000000000000500000076616c75650700000000000000030000000303"
                    + "000000000000000400000000000000010000006b080000000000000000000000";
    private static final String INSTALL =
            "42524b4d0100000071000000abd3fc22010000007202000000633107000000000000000403000000"
                    + "01100000000000000002000000020000000100000000000000020000000000000001000000020000"
                    + "006331011000000000000000020000000100000002000000050000007069656365";
    private static final List<String> BODIES = List.of(
            "0201000000020000000000000003000000000000000400000000000000",
            "0301000000020000000000000003000000000000000400000000000000",
            "050100000002000000000000000300000004000000000000000500000000000000",
            "0601000000020000000300000000000000",
            "070100000001",
            "080100000002000000030000000000000001",
            "090100000000");

    private final RaftValues values = new RaftValues(GROUP);
    private final RaftModelFactory models = values.models();
    private final RaftMessages messages = new RaftMessages(GROUP, 7, values);

    @Test
    void identity() {
        MemberIdentity identity = new MemberIdentity(
                GROUP, ONE, 0x1122334455667788L, MemberIdentity.Stage.LEARNING, 9, new TreeMap<>(Map.of(TWO, 5L)));
        byte[] bytes = identity.encode();
        assertThat(hex(ByteBuffer.wrap(bytes))).isEqualTo(IDENTITY);
        assertThat(MemberIdentity.decode(ByteBuffer.wrap(bytes))).isEqualTo(identity);
        refusesDamage(ByteBuffer.wrap(bytes), MemberIdentity::decode);
    }

    @Test
    void appendedEntries() {
        List<LogEntry> entries = List.of(
                entry(5, 2, new LogOperation.Nothing()),
                entry(6, 3, new LogOperation.Set(new RequestId(1, 2), "key", 4, text("value"))),
                entry(7, 3, new LogOperation.Copy(new RequestId(3, 4), "k", 8, text(""))));
        RaftMessage message = models.createAppendEntriesRequestBuilder()
                .setGroupId("r")
                .setSender(new MemberEndpoint(ONE))
                .setTerm(3)
                .setPreviousLogIndex(4)
                .setPreviousLogTerm(1)
                .setCommitIndex(2)
                .setLogEntries(entries)
                .setQuerySequenceNumber(10)
                .setFlowControlSequenceNumber(11)
                .build();
        ByteBuffer bytes = messages.encode(message);
        assertThat(hex(bytes)).isEqualTo(APPEND);
        AppendEntriesRequest decoded =
                (AppendEntriesRequest) messages.decode(bytes).message();
        assertThat(decoded.getLogEntries())
                .extracting(LogEntry::getOperation)
                .containsExactlyElementsOf(
                        entries.stream().map(LogEntry::getOperation).toList());
        assertThat(messages.decode(bytes).incarnation()).isEqualTo(7);
        assertThat(messages.encode(decoded)).isEqualTo(bytes);
        refusesDamage(bytes, messages::decode);
    }

    @Test
    void piecesOfSnapshots() {
        RaftMessage message = models.createInstallSnapshotRequestBuilder()
                .setGroupId("r")
                .setSender(new MemberEndpoint(ONE))
                .setTerm(3)
                .setSenderLeader(true)
                .setSnapshotTerm(2)
                .setSnapshotIndex(16)
                .setTotalSnapshotChunkCount(2)
                .setSnapshotChunk(models.createSnapshotChunkBuilder()
                        .setIndex(16)
                        .setTerm(2)
                        .setSnapshotChunkIndex(1)
                        .setSnapshotChunkCount(2)
                        .setOperation(text("piece"))
                        .setGroupMembersView(values.members())
                        .build())
                .setSnapshottedMembers(List.of(new MemberEndpoint(ONE)))
                .setGroupMembersView(values.members())
                .setQuerySequenceNumber(1)
                .setFlowControlSequenceNumber(2)
                .build();
        ByteBuffer bytes = messages.encode(message);
        assertThat(hex(bytes)).isEqualTo(INSTALL);
        InstallSnapshotRequest decoded =
                (InstallSnapshotRequest) messages.decode(bytes).message();
        assertThat(messages.encode(decoded)).isEqualTo(bytes);
        refusesDamage(bytes, messages::decode);
    }

    @Test
    void otherMessagesBetweenMembers() {
        MemberEndpoint sender = new MemberEndpoint(TWO);
        List<RaftMessage> all = List.of(
                models.createAppendEntriesSuccessResponseBuilder()
                        .setGroupId("r")
                        .setSender(sender)
                        .setTerm(1)
                        .setLastLogIndex(2)
                        .setQuerySequenceNumber(3)
                        .setFlowControlSequenceNumber(4)
                        .build(),
                models.createAppendEntriesFailureResponseBuilder()
                        .setGroupId("r")
                        .setSender(sender)
                        .setTerm(1)
                        .setExpectedNextIndex(2)
                        .setQuerySequenceNumber(3)
                        .setFlowControlSequenceNumber(4)
                        .build(),
                models.createInstallSnapshotResponseBuilder()
                        .setGroupId("r")
                        .setSender(sender)
                        .setTerm(1)
                        .setSnapshotIndex(2)
                        .setRequestedSnapshotChunkIndex(3)
                        .setQuerySequenceNumber(4)
                        .setFlowControlSequenceNumber(5)
                        .build(),
                models.createPreVoteRequestBuilder()
                        .setGroupId("r")
                        .setSender(sender)
                        .setTerm(1)
                        .setLastLogTerm(2)
                        .setLastLogIndex(3)
                        .build(),
                models.createPreVoteResponseBuilder()
                        .setGroupId("r")
                        .setSender(sender)
                        .setTerm(1)
                        .setGranted(true)
                        .build(),
                models.createVoteRequestBuilder()
                        .setGroupId("r")
                        .setSender(sender)
                        .setTerm(1)
                        .setLastLogTerm(2)
                        .setLastLogIndex(3)
                        .setSticky(true)
                        .build(),
                models.createVoteResponseBuilder()
                        .setGroupId("r")
                        .setSender(sender)
                        .setTerm(1)
                        .setGranted(false)
                        .build());
        List<String> bodies = new ArrayList<>();
        for (RaftMessage message : all) {
            ByteBuffer bytes = messages.encode(message);
            assertThat(messages.encode(messages.decode(bytes).message())).isEqualTo(bytes);
            refusesDamage(bytes, messages::decode);
            // Behind the frame, the group, the sender and its incarnation.
            bodies.add(hex(bytes.slice(16 + 5 + 6 + 8, bytes.remaining() - 35)));
        }
        assertThat(bodies).containsExactlyElementsOf(BODIES);
    }

    @Test
    void messagesOfOthersAreRefused() {
        MetadataGroup other = new MetadataGroup("s", GROUP.members());
        RaftMessage message = models.createVoteResponseBuilder()
                .setGroupId("s")
                .setSender(new MemberEndpoint(TWO))
                .setTerm(1)
                .setGranted(false)
                .build();
        ByteBuffer foreign = new RaftMessages(other, 7, new RaftValues(other)).encode(message);
        assertThatThrownBy(() -> messages.decode(foreign))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("metadata group 's', not 'r'");
        RaftMessage stranger = models.createVoteResponseBuilder()
                .setGroupId("r")
                .setSender(new MemberEndpoint(new Address("c9")))
                .setTerm(1)
                .setGranted(false)
                .build();
        assertThatThrownBy(() -> messages.decode(messages.encode(stranger)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("'c9' is no member");
    }

    @Test
    void requests() {
        Map<StoreRequest, String> golden = new LinkedHashMap<>();
        golden.put(new StoreRequest.Read("key"), "01" + "03000000" + "6b6579");
        golden.put(new StoreRequest.Keys("k"), "02" + "01000000" + "6b");
        golden.put(
                new StoreRequest.Change(new LogOperation.Set(new RequestId(1, 2), "k", 4, text("v"))),
                "03" + "02" + "0100000000000000" + "0200000000000000" + "01000000" + "6b" + "0400000000000000"
                        + "01000000" + "76");
        golden.put(new StoreRequest.Status(), "04");
        golden.put(new StoreRequest.Hello("c1", 5, true), "05" + "02000000" + "6331" + "0500000000000000" + "01");
        golden.put(new StoreRequest.Mark(), "06");
        golden.forEach((request, body) -> {
            ByteBuffer bytes = StoreRequest.encode("r", request);
            assertThat(hex(bytes.slice(0, 8))).isEqualTo("42524b43" + "01000000");
            assertThat(hex(bytes.slice(16, bytes.remaining() - 16))).isEqualTo("01000000" + "72" + body);
            assertThat(StoreRequest.decode("r", bytes)).isEqualTo(request);
            assertThatThrownBy(() -> StoreRequest.decode("s", bytes)).isInstanceOf(MalformedException.class);
            refusesDamage(bytes, each -> StoreRequest.decode("r", each));
        });
        ByteBuffer nothing = StoreRequest.encode("r", new StoreRequest.Change(new LogOperation.Nothing()));
        assertThatThrownBy(() -> StoreRequest.decode("r", nothing)).isInstanceOf(MalformedException.class);
        ByteBuffer keyless = StoreRequest.encode(
                "r", new StoreRequest.Change(new LogOperation.Set(new RequestId(1, 2), "", 4, text("v"))));
        assertThatThrownBy(() -> StoreRequest.decode("r", keyless)).isInstanceOf(MalformedException.class);
    }

    @Test
    void answers() {
        MemberStatus status =
                new MemberStatus(ONE, MemberStatus.Role.LEADER, 2, Optional.of(ONE), 3, 4, 1, List.of(TWO), "d");
        Map<StoreAnswer, String> golden = new LinkedHashMap<>();
        golden.put(new StoreAnswer.Value(2, text("v")), "01" + "0200000000000000" + "01000000" + "76");
        golden.put(new StoreAnswer.Absent(), "02");
        golden.put(new StoreAnswer.Keys(List.of("a", "b")), "03" + "02000000" + "01000000" + "61" + "01000000" + "62");
        golden.put(new StoreAnswer.Decided(SetOutcome.FULL), "04" + "03");
        golden.put(new StoreAnswer.NotLeader(Optional.of(TWO)), "05" + "02000000" + "6332");
        golden.put(new StoreAnswer.NotLeader(Optional.empty()), "05" + "00000000");
        golden.put(new StoreAnswer.NotNow("n"), "06" + "01000000" + "6e");
        golden.put(new StoreAnswer.Unknown("u"), "07" + "01000000" + "75");
        golden.put(
                new StoreAnswer.Status(status),
                "08" + "02000000" + "6331" + "05" + "02000000" + "02000000" + "6331" + "0300000000000000"
                        + "0400000000000000" + "0100000000000000" + "01000000" + "02000000" + "6332" + "01000000"
                        + "64");
        golden.put(new StoreAnswer.Welcome(5, 6, 7), "09" + "0500000000000000" + "06000000" + "0700000000000000");
        golden.put(new StoreAnswer.Refused("x"), "0a" + "01000000" + "78");
        golden.put(new StoreAnswer.Mark(9), "0b" + "0900000000000000");
        golden.forEach((answer, body) -> {
            ByteBuffer bytes = StoreAnswer.encode(answer);
            assertThat(hex(bytes.slice(0, 8))).isEqualTo("42524b41" + "01000000");
            assertThat(hex(bytes.slice(16, bytes.remaining() - 16))).isEqualTo(body);
            assertThat(StoreAnswer.decode(bytes)).isEqualTo(answer);
            refusesDamage(bytes, StoreAnswer::decode);
        });
    }

    private LogEntry entry(long index, int term, LogOperation operation) {
        return models.createLogEntryBuilder()
                .setIndex(index)
                .setTerm(term)
                .setOperation(operation)
                .build();
    }

    private static void refusesDamage(ByteBuffer good, Consumer<ByteBuffer> decoder) {
        for (int length = 0; length < good.remaining(); length++) {
            ByteBuffer cut = good.slice(0, length);
            assertThatThrownBy(() -> decoder.accept(cut)).isInstanceOf(MalformedException.class);
        }
        for (int index = 0; index < good.remaining(); index++) {
            ByteBuffer damaged =
                    ByteBuffer.allocate(good.remaining()).put(good.duplicate()).flip();
            damaged.put(index, (byte) (damaged.get(index) ^ 0x10));
            assertThatThrownBy(() -> decoder.accept(damaged))
                    .as("byte %s", index)
                    .isInstanceOf(MalformedException.class);
        }
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }
}
