package org.borealisdb.controlplane.store;

import io.microraft.RaftEndpoint;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import java.nio.ByteBuffer;
import java.util.List;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.net.Address;

/**
 * The values of MicroRaft that are both stored and sent, as bytes: entries of the log, pieces of snapshots. Who the members are is fixed, so it is not written with
 * each piece. Safe for use by all tasks.
 */
final class RaftValues {
    /** What an entry takes beside its operation: index, term. */
    static final int ENTRY_BYTES = 12;

    private final MetadataGroup group;
    private final RaftModelFactory models = new DefaultRaftModelFactory();

    RaftValues(MetadataGroup group) {
        this.group = group;
    }

    RaftModelFactory models() {
        return models;
    }

    /** The member of that name. */
    RaftEndpoint endpoint(String name) {
        for (Address member : group.members()) {
            if (member.name().equals(name)) {
                return new MemberEndpoint(member);
            }
        }
        throw new MalformedException("'" + name + "' is no member of " + group);
    }

    List<RaftEndpoint> endpoints() {
        return group.members().stream().<RaftEndpoint>map(MemberEndpoint::new).toList();
    }

    /** The members as from the beginning. */
    RaftGroupMembersView members() {
        return models.createRaftGroupMembersViewBuilder()
                .setLogIndex(0)
                .setMembers(endpoints())
                .setVotingMembers(endpoints())
                .build();
    }

    static void encodeEntry(LogEntry entry, Encoder out) {
        out.putLong(entry.getIndex()).putInt(entry.getTerm());
        LogOperation.encode(operation(entry), out);
    }

    LogEntry decodeEntry(Decoder in) {
        return models.createLogEntryBuilder()
                .setIndex(in.getPositiveLong())
                .setTerm(in.getInt())
                .setOperation(LogOperation.decode(in))
                .build();
    }

    /** About the room that an entry takes. */
    static int bytes(LogEntry entry) {
        return ENTRY_BYTES + LogOperation.bytes(operation(entry));
    }

    private static LogOperation operation(LogEntry entry) {
        if (entry.getOperation() instanceof LogOperation operation) {
            return operation;
        }
        throw new IllegalStateException("the members of a metadata group are fixed, and its log has no "
                + entry.getOperation().getClass().getSimpleName());
    }

    static void encodePiece(SnapshotChunk piece, Encoder out) {
        out.putLong(piece.getIndex()).putInt(piece.getTerm());
        out.putInt(piece.getSnapshotChunkIndex()).putInt(piece.getSnapshotChunkCount());
        ByteBuffer bytes = (ByteBuffer) piece.getOperation();
        out.putInt(bytes.remaining()).putBytes(bytes);
    }

    SnapshotChunk decodePiece(Decoder in) {
        long index = in.getPositiveLong();
        int term = in.getInt();
        int number = in.getInt();
        int count = in.getInt();
        if (number < 0 || number >= count) {
            throw new MalformedException("piece " + number + " of " + count + " of a snapshot");
        }
        return models.createSnapshotChunkBuilder()
                .setIndex(index)
                .setTerm(term)
                .setSnapshotChunkIndex(number)
                .setSnapshotChunkCount(count)
                .setOperation(in.getBytes(in.getCount(1)))
                .setGroupMembersView(members())
                .build();
    }
}
