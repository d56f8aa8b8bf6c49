package org.borealisdb.storage.backup;

import java.nio.ByteBuffer;
import java.util.List;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.storage.segment.LogEntry;

/** The content of a log object: batches as they were received, each behind its u32 length. What of a batch is beyond the object's range, or on no line that is wanted, does not count. */
public final class LogObject {
    private static final int MAGIC = 0x4C425242;
    private static final int VERSION = 1;

    private LogObject() {}

    static byte[] encode(List<LogEntry> entries) {
        long bytes =
                entries.stream().mapToLong(entry -> entry.batch().length() + 4L).sum();
        Encoder out = new Encoder(Math.toIntExact(bytes + 16)).putInt(entries.size());
        entries.forEach(entry ->
                out.putInt(entry.batch().length()).putBytes(entry.batch().bytes()));
        return Framed.encode(MAGIC, VERSION, out);
    }

    /**
     * The batches in a log object.
     *
     * @throws org.borealisdb.runtime.codec.MalformedException if it is damaged
     */
    public static List<Batch> decode(ByteBuffer content) {
        Decoder in = Framed.decode(MAGIC, VERSION, content, "log object");
        List<Batch> batches = in.getList(Batch.FIXED_BYTES, each -> Batch.decode(each.getBytes(each.getCount(1))));
        in.end();
        return batches;
    }
}
