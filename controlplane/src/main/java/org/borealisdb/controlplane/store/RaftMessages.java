package org.borealisdb.controlplane.store;

import io.microraft.RaftEndpoint;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.message.AppendEntriesFailureResponse;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.InstallSnapshotRequest;
import io.microraft.model.message.InstallSnapshotResponse;
import io.microraft.model.message.PreVoteRequest;
import io.microraft.model.message.PreVoteResponse;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.VoteRequest;
import io.microraft.model.message.VoteResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.runtime.codec.MalformedException;

/**
 * The messages between members as bytes; the table is in the package description. Of a message with more entries than go well into one message the first ones
 * are sent: the answer says how far it went, and the leader goes on from there. Safe for use by all tasks.
 */
final class RaftMessages {
    static final int MAGIC = 0x4D4B5242;
    static final int VERSION = 1;

    /** Entries in one message, unless the first alone has more: half of the longest message. */
    private static final int ENTRIES_BYTES = 8 << 20;

    private static final int APPEND = 1;
    private static final int APPENDED = 2;
    private static final int NOT_APPENDED = 3;
    private static final int INSTALL = 4;
    private static final int WANT_PIECE = 5;
    private static final int PRE_VOTE = 6;
    private static final int PRE_VOTED = 7;
    private static final int VOTE = 8;
    private static final int VOTED = 9;

    private final String group;
    private final long incarnation;
    private final RaftValues values;
    private final RaftModelFactory models;

    /**
     * A message as it came.
     *
     * @param incarnation of its sender's disk
     */
    record Received(long incarnation, RaftMessage message) {}

    /** The messages of {@code group} from a member whose disk has this incarnation. */
    RaftMessages(MetadataGroup group, long incarnation, RaftValues values) {
        this.group = group.name();
        this.incarnation = incarnation;
        this.values = values;
        this.models = values.models();
    }

    ByteBuffer encode(RaftMessage message) {
        Encoder out = new Encoder(256);
        out.putString(group)
                .putString(String.valueOf(message.getSender().getId()))
                .putLong(incarnation);
        switch (message) {
            case AppendEntriesRequest request -> encodeAppend(head(out, APPEND, message), request);
            case AppendEntriesSuccessResponse answer ->
                head(out, APPENDED, message)
                        .putLong(answer.getLastLogIndex())
                        .putLong(answer.getQuerySequenceNumber())
                        .putLong(answer.getFlowControlSequenceNumber());
            case AppendEntriesFailureResponse answer ->
                head(out, NOT_APPENDED, message)
                        .putLong(answer.getExpectedNextIndex())
                        .putLong(answer.getQuerySequenceNumber())
                        .putLong(answer.getFlowControlSequenceNumber());
            case InstallSnapshotRequest request -> encodeInstall(head(out, INSTALL, message), request);
            case InstallSnapshotResponse answer ->
                head(out, WANT_PIECE, message)
                        .putLong(answer.getSnapshotIndex())
                        .putInt(answer.getRequestedSnapshotChunkIndex())
                        .putLong(answer.getQuerySequenceNumber())
                        .putLong(answer.getFlowControlSequenceNumber());
            case PreVoteRequest request ->
                head(out, PRE_VOTE, message).putInt(request.getLastLogTerm()).putLong(request.getLastLogIndex());
            case PreVoteResponse answer -> head(out, PRE_VOTED, message).putByte(answer.isGranted() ? 1 : 0);
            case VoteRequest request ->
                head(out, VOTE, message)
                        .putInt(request.getLastLogTerm())
                        .putLong(request.getLastLogIndex())
                        .putByte(request.isSticky() ? 1 : 0);
            case VoteResponse answer -> head(out, VOTED, message).putByte(answer.isGranted() ? 1 : 0);
            default ->
                throw new IllegalStateException("members of a metadata group never send "
                        + message.getClass().getSimpleName());
        }
        return ByteBuffer.wrap(Framed.encode(MAGIC, VERSION, out));
    }

    /**
     * Reads a message.
     *
     * @throws MalformedException if the bytes are no message of this group
     */
    Received decode(ByteBuffer bytes) {
        Decoder in = Framed.decode(MAGIC, VERSION, bytes, "message between members of a metadata log");
        String of = in.getString();
        if (!of.equals(group)) {
            throw new MalformedException("a message of the metadata group '" + of + "', not '" + group + "'");
        }
        RaftEndpoint sender = values.endpoint(in.getString());
        long from = in.getLong();
        int type = in.getByte();
        int term = in.getInt();
        if (term < 0) {
            throw new MalformedException("message between members of a metadata log: term " + term);
        }
        RaftMessage message = decode(in, type, sender, term);
        in.end();
        return new Received(from, message);
    }

    private RaftMessage decode(Decoder in, int type, RaftEndpoint sender, int term) {
        return switch (type) {
            case APPEND -> decodeAppend(in, sender, term);
            case APPENDED ->
                models.createAppendEntriesSuccessResponseBuilder()
                        .setGroupId(group)
                        .setSender(sender)
                        .setTerm(term)
                        .setLastLogIndex(in.getPositiveLong())
                        .setQuerySequenceNumber(in.getPositiveLong())
                        .setFlowControlSequenceNumber(in.getPositiveLong())
                        .build();
            case NOT_APPENDED ->
                models.createAppendEntriesFailureResponseBuilder()
                        .setGroupId(group)
                        .setSender(sender)
                        .setTerm(term)
                        .setExpectedNextIndex(in.getPositiveLong())
                        .setQuerySequenceNumber(in.getPositiveLong())
                        .setFlowControlSequenceNumber(in.getPositiveLong())
                        .build();
            case INSTALL -> decodeInstall(in, sender, term);
            case WANT_PIECE ->
                models.createInstallSnapshotResponseBuilder()
                        .setGroupId(group)
                        .setSender(sender)
                        .setTerm(term)
                        .setSnapshotIndex(in.getPositiveLong())
                        .setRequestedSnapshotChunkIndex(pieceNumber(in))
                        .setQuerySequenceNumber(in.getPositiveLong())
                        .setFlowControlSequenceNumber(in.getPositiveLong())
                        .build();
            case PRE_VOTE ->
                models.createPreVoteRequestBuilder()
                        .setGroupId(group)
                        .setSender(sender)
                        .setTerm(term)
                        .setLastLogTerm(in.getInt())
                        .setLastLogIndex(in.getPositiveLong())
                        .build();
            case PRE_VOTED ->
                models.createPreVoteResponseBuilder()
                        .setGroupId(group)
                        .setSender(sender)
                        .setTerm(term)
                        .setGranted(flag(in))
                        .build();
            case VOTE ->
                models.createVoteRequestBuilder()
                        .setGroupId(group)
                        .setSender(sender)
                        .setTerm(term)
                        .setLastLogTerm(in.getInt())
                        .setLastLogIndex(in.getPositiveLong())
                        .setSticky(flag(in))
                        .build();
            case VOTED ->
                models.createVoteResponseBuilder()
                        .setGroupId(group)
                        .setSender(sender)
                        .setTerm(term)
                        .setGranted(flag(in))
                        .build();
            default -> throw new MalformedException("message between members of a metadata log: type " + type);
        };
    }

    private static Encoder head(Encoder out, int type, RaftMessage message) {
        return out.putByte(type).putInt(message.getTerm());
    }

    private static void encodeAppend(Encoder out, AppendEntriesRequest request) {
        List<LogEntry> entries = fitting(request.getLogEntries());
        out.putLong(request.getPreviousLogIndex()).putInt(request.getPreviousLogTerm());
        out.putLong(request.getCommitIndex()).putLong(request.getQuerySequenceNumber());
        out.putLong(request.getFlowControlSequenceNumber()).putInt(entries.size());
        entries.forEach(entry -> RaftValues.encodeEntry(entry, out));
    }

    private static List<LogEntry> fitting(List<LogEntry> entries) {
        long bytes = 0;
        for (int count = 0; count < entries.size(); count++) {
            bytes += RaftValues.bytes(entries.get(count));
            if (bytes > ENTRIES_BYTES && count > 0) {
                return entries.subList(0, count);
            }
        }
        return entries;
    }

    private RaftMessage decodeAppend(Decoder in, RaftEndpoint sender, int term) {
        long previousIndex = in.getPositiveLong();
        int previousTerm = in.getInt();
        long commitIndex = in.getPositiveLong();
        long query = in.getPositiveLong();
        long flow = in.getPositiveLong();
        List<LogEntry> entries = in.getList(RaftValues.ENTRY_BYTES + 1, values::decodeEntry);
        long expected = previousIndex;
        for (LogEntry entry : entries) {
            expected++;
            if (entry.getIndex() != expected || entry.getTerm() > term) {
                throw new MalformedException("entry " + entry.getIndex() + " of term " + entry.getTerm()
                        + " in the place of " + expected + " in a message of term " + term);
            }
        }
        return models.createAppendEntriesRequestBuilder()
                .setGroupId(group)
                .setSender(sender)
                .setTerm(term)
                .setPreviousLogIndex(previousIndex)
                .setPreviousLogTerm(previousTerm)
                .setCommitIndex(commitIndex)
                .setQuerySequenceNumber(query)
                .setFlowControlSequenceNumber(flow)
                .setLogEntries(new ArrayList<>(entries))
                .build();
    }

    private static void encodeInstall(Encoder out, InstallSnapshotRequest request) {
        out.putByte(request.isSenderLeader() ? 1 : 0);
        out.putLong(request.getSnapshotIndex()).putInt(request.getSnapshotTerm());
        out.putInt(request.getTotalSnapshotChunkCount());
        out.putLong(request.getQuerySequenceNumber()).putLong(request.getFlowControlSequenceNumber());
        out.putInt(request.getSnapshottedMembers().size());
        request.getSnapshottedMembers().forEach(member -> out.putString(String.valueOf(member.getId())));
        boolean hasPiece = request.getSnapshotChunk() != null;
        out.putByte(hasPiece ? 1 : 0);
        if (hasPiece) {
            RaftValues.encodePiece(request.getSnapshotChunk(), out);
        }
    }

    private RaftMessage decodeInstall(Decoder in, RaftEndpoint sender, int term) {
        boolean leader = flag(in);
        long index = in.getPositiveLong();
        int snapshotTerm = in.getInt();
        int count = pieceNumber(in);
        long query = in.getPositiveLong();
        long flow = in.getPositiveLong();
        List<RaftEndpoint> holders = in.getList(4, each -> values.endpoint(each.getString()));
        var request = models.createInstallSnapshotRequestBuilder()
                .setGroupId(group)
                .setSender(sender)
                .setTerm(term)
                .setSenderLeader(leader)
                .setSnapshotIndex(index)
                .setSnapshotTerm(snapshotTerm)
                .setTotalSnapshotChunkCount(count)
                .setQuerySequenceNumber(query)
                .setFlowControlSequenceNumber(flow)
                .setSnapshottedMembers(new ArrayList<>(holders))
                .setGroupMembersView(values.members());
        if (flag(in)) {
            var piece = values.decodePiece(in);
            if (piece.getIndex() != index || piece.getSnapshotChunkCount() != count) {
                throw new MalformedException("a piece of snapshot " + piece.getIndex() + " as one of " + index);
            }
            request.setSnapshotChunk(piece);
        }
        return request.build();
    }

    private static int pieceNumber(Decoder in) {
        int number = in.getInt();
        if (number < 0) {
            throw new MalformedException("message between members of a metadata log: piece " + number);
        }
        return number;
    }

    private static boolean flag(Decoder in) {
        int value = in.getByte();
        if (value != 0 && value != 1) {
            throw new MalformedException("message between members of a metadata log: flag " + value);
        }
        return value == 1;
    }
}
