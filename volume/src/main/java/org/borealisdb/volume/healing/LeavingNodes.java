package org.borealisdb.volume.healing;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.cloud.metadata.MetadataValue;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;

/**
 * The storage nodes that shall hold nothing any more, as an operator decided: in the metadata log under {@code nodes/leaving}. Healers move what they hold to
 * others. Its methods wait.
 *
 * <p>Bytes: {@link Framed} with magic {@code BRLN}, version 1: the names, ascending.
 */
public final class LeavingNodes {
    private static final String KEY = "nodes/leaving";
    private static final int MAGIC = 0x4E4C5242;
    private static final int VERSION = 1;
    private static final int MOST_ATTEMPTS = 16;

    private final MetadataLog log;

    public LeavingNodes(MetadataLog log) {
        this.log = log;
    }

    /**
     * Their names.
     *
     * @throws OperationException if the log can't be reached
     */
    public SortedSet<Address> read() {
        return log.read(KEY).map(value -> decode(value.bytes())).orElseGet(TreeSet::new);
    }

    /** Some more shall leave; answers all. */
    public SortedSet<Address> add(Collection<Address> nodes) {
        return change(nodes, List.of());
    }

    /** Some shall stay after all; answers those that still shall leave. */
    public SortedSet<Address> remove(Collection<Address> nodes) {
        return change(List.of(), nodes);
    }

    private SortedSet<Address> change(Collection<Address> added, Collection<Address> removed) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<MetadataValue> known = log.read(KEY);
            SortedSet<Address> before =
                    known.map(value -> decode(value.bytes())).orElseGet(TreeSet::new);
            SortedSet<Address> after = new TreeSet<>(before);
            after.addAll(added);
            after.removeAll(removed);
            if (after.equals(before)
                    || log.compareAndSet(KEY, known.map(MetadataValue::version).orElse(0L), encode(after))) {
                return after;
            }
        }
        throw new OperationException("others change which nodes shall leave at the same time; try again", true);
    }

    private static byte[] encode(SortedSet<Address> nodes) {
        Encoder out = new Encoder(64).putInt(nodes.size());
        nodes.forEach(node -> out.putString(node.name()));
        return Framed.encode(MAGIC, VERSION, out);
    }

    private static SortedSet<Address> decode(ByteBuffer bytes) {
        Decoder in = Framed.decode(MAGIC, VERSION, bytes, "leaving nodes");
        SortedSet<Address> nodes = new TreeSet<>(in.getList(Integer.BYTES, each -> new Address(each.getString())));
        in.end();
        return nodes;
    }
}
