package org.borealisdb.controlplane.store;

import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.log.SnapshotEntry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;

/**
 * A snapshot in a file of its own, which is never changed: its pieces, each in a frame, in their order. The table is in the package description. It counts once the journal names it.
 */
final class SnapshotFile {
    static final String PREFIX = "snapshot-";
    private static final String NEXT_NAME = "snapshot.next";

    static final int MAGIC = 0x534B5242;
    static final int VERSION = 1;

    /** Bytes of a frame up to and with its length. */
    private static final int LENGTH_END = 12;
    /** Longest frame: one value more than a piece usually has. */
    private static final int MAX_FRAME_BYTES = 8 << 20;

    private SnapshotFile() {}

    static String name(long index) {
        return PREFIX + HexFormat.of().toHexDigits(index);
    }

    /** Writes all pieces of a snapshot, sorted by number; they are durable on return. */
    static void write(FileStore files, List<SnapshotChunk> pieces) {
        files.delete(NEXT_NAME);
        try (StoredFile file = files.create(NEXT_NAME, 0, WriteMode.BUFFERED)) {
            long at = 0;
            for (SnapshotChunk piece : pieces) {
                Encoder out = new Encoder(1024);
                RaftValues.encodePiece(piece, out);
                ByteBuffer frame = ByteBuffer.wrap(Framed.encode(MAGIC, VERSION, out));
                int length = frame.remaining();
                file.write(at, frame);
                at += length;
            }
            file.sync();
        }
        files.replace(NEXT_NAME, name(pieces.getFirst().getIndex()));
    }

    /** Reads the snapshot that ends with the entry {@code index} of {@code term}. */
    static SnapshotEntry read(FileStore files, long index, int term, RaftValues values) {
        List<SnapshotChunk> pieces = new ArrayList<>();
        try (StoredFile file = files.open(name(index), WriteMode.BUFFERED)) {
            long at = 0;
            while (at < file.size()) {
                ByteBuffer frame = frame(file, at);
                at += frame.remaining();
                Decoder in = Framed.decode(MAGIC, VERSION, frame, "snapshot of a metadata log");
                SnapshotChunk piece = values.decodePiece(in);
                in.end();
                if (piece.getIndex() != index
                        || piece.getTerm() != term
                        || piece.getSnapshotChunkIndex() != pieces.size()) {
                    throw new MalformedException("snapshot " + index + " of a metadata log has piece "
                            + piece.getSnapshotChunkIndex() + " of " + piece.getIndex() + " as its " + pieces.size());
                }
                pieces.add(piece);
            }
        }
        if (pieces.isEmpty() || pieces.size() != pieces.getFirst().getSnapshotChunkCount()) {
            throw new MalformedException("snapshot " + index + " of a metadata log has " + pieces.size() + " pieces");
        }
        return values.models()
                .createSnapshotEntryBuilder()
                .setIndex(index)
                .setTerm(term)
                .setSnapshotChunks(pieces)
                .setGroupMembersView(values.members())
                .build();
    }

    private static ByteBuffer frame(StoredFile file, long at) {
        ByteBuffer first = ByteBuffer.allocate(LENGTH_END).order(ByteOrder.LITTLE_ENDIAN);
        int length = file.read(at, first) == LENGTH_END ? first.getInt(LENGTH_END - Integer.BYTES) : 0;
        if (length < LENGTH_END || length > MAX_FRAME_BYTES || length > file.size() - at) {
            throw new MalformedException(
                    "a piece of " + length + " bytes at " + at + " in a snapshot of a metadata log");
        }
        ByteBuffer frame = ByteBuffer.allocate(length);
        file.read(at, frame);
        return frame.flip();
    }
}
