package org.borealisdb.controlplane.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.cloud.metadata.MetadataValue;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;

/**
 * The keys and values that the committed operations lead to: the state machine of the group, which is the same on each member after the same operations. Nothing
 * here depends on time, chance or the member.
 *
 * <p>A request may come twice: the network doubles it, or its client asks again because no answer came. The version already keeps it from being
 * stored twice; but the second copy would be told "another version" of its own doing, and that answer may arrive first. So the outcomes of the last
 * {@value #REMEMBERED} requests are remembered, and a copy gets the outcome of the first. A copy that comes after more requests than that can still not be stored twice, for versions only grow.
 *
 * <p>Used by the member's task alone.
 */
final class MetadataState {
    /** Requests whose outcome is known to copies: far more than are under way at a time. */
    static final int REMEMBERED = 1024;
    /** All keys and values together: what a snapshot writes, sends, and keeps in memory. */
    static final int MAX_BYTES = 64 << 20;
    /** All keys together, so that any list of them fits into one message. */
    static final int MAX_KEY_BYTES = 8 << 20;
    /** Longest key, in bytes of UTF-8. */
    static final int MAX_KEY_LENGTH = 1024;

    /** What a piece of a snapshot holds at most, unless a single value has more. */
    private static final int PIECE_BYTES = 1 << 20;
    /** Of a key in bytes of a snapshot: length, version, length of the value. */
    private static final int ENTRY_BYTES = 16;

    private final NavigableMap<String, MetadataValue> values = new TreeMap<>();
    private final Map<RequestId, SetOutcome> outcomes = new LinkedHashMap<>();
    private long bytes;
    private long keyBytes;

    /** Carries out a committed compare-and-set. */
    SetOutcome set(LogOperation.Set operation) {
        SetOutcome known = outcomes.get(operation.request());
        if (known != null) {
            return known;
        }
        MetadataValue old = values.get(operation.key());
        SetOutcome outcome = (old == null ? 0 : old.version()) == operation.expected()
                ? put(operation.key(), operation.expected() + 1, operation.value())
                : SetOutcome.OTHER_VERSION;
        remember(operation.request(), outcome);
        return outcome;
    }

    /** Carries out a committed copy. To do it twice is the same as once. */
    SetOutcome copy(LogOperation.Copy operation) {
        MetadataValue old = values.get(operation.key());
        if (old == null) {
            return put(operation.key(), operation.version(), operation.value());
        }
        boolean same = old.version() == operation.version() && old.bytes().equals(operation.value());
        return same ? SetOutcome.STORED : SetOutcome.OTHER_VERSION;
    }

    private SetOutcome put(String key, long version, ByteBuffer value) {
        MetadataValue old = values.get(key);
        int newBytes = old == null ? keyLength(key) + ENTRY_BYTES : 0;
        long grownKeys = keyBytes + newBytes;
        long grown = bytes
                + newBytes
                + value.remaining()
                - (old == null ? 0 : old.bytes().remaining());
        if (grown > MAX_BYTES || grownKeys > MAX_KEY_BYTES) {
            return SetOutcome.FULL;
        }
        bytes = grown;
        keyBytes = grownKeys;
        values.put(key, new MetadataValue(version, value));
        return SetOutcome.STORED;
    }

    private void remember(RequestId request, SetOutcome outcome) {
        outcomes.put(request, outcome);
        if (outcomes.size() > REMEMBERED) {
            outcomes.remove(outcomes.keySet().iterator().next());
        }
    }

    Optional<MetadataValue> read(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** All keys with that prefix, sorted as strings are. */
    List<String> keys(String prefix) {
        List<String> keys = new ArrayList<>();
        for (String key : values.tailMap(prefix, true).keySet()) {
            if (!key.startsWith(prefix)) {
                break;
            }
            keys.add(key);
        }
        return keys;
    }

    /** Bytes of all keys and values. */
    long bytes() {
        return bytes;
    }

    /** Everything, in pieces of which each fits into a message. The same on each member after the same operations. */
    List<ByteBuffer> pieces() {
        List<ByteBuffer> pieces = new ArrayList<>();
        Encoder first = new Encoder(4 + outcomes.size() * (RequestId.BYTES + 1));
        first.putInt(outcomes.size());
        outcomes.forEach((request, outcome) -> {
            request.encode(first);
            first.putByte(outcome.code());
        });
        pieces.add(first.finish());
        Encoder out = new Encoder(PIECE_BYTES);
        for (Map.Entry<String, MetadataValue> entry : values.entrySet()) {
            MetadataValue value = entry.getValue();
            out.putString(entry.getKey()).putLong(value.version());
            out.putInt(value.bytes().remaining()).putBytes(value.bytes());
            if (out.length() >= PIECE_BYTES) {
                pieces.add(out.finish());
                out = new Encoder(PIECE_BYTES);
            }
        }
        if (out.length() > 0) {
            pieces.add(out.finish());
        }
        return pieces;
    }

    /** Replaces everything by what {@link #pieces} gave. */
    void install(List<ByteBuffer> pieces) {
        values.clear();
        outcomes.clear();
        bytes = 0;
        keyBytes = 0;
        if (pieces.isEmpty()) {
            throw new MalformedException("a snapshot of the metadata log without pieces");
        }
        Decoder first = new Decoder(pieces.getFirst(), "snapshot of the metadata log");
        int count = first.getCount(RequestId.BYTES + 1);
        for (int index = 0; index < count; index++) {
            remember(RequestId.decode(first), SetOutcome.of(first.getByte()));
        }
        first.end();
        for (ByteBuffer piece : pieces.subList(1, pieces.size())) {
            Decoder in = new Decoder(piece, "snapshot of the metadata log");
            while (in.remaining() > 0) {
                String key = in.getString();
                long version = in.getPositiveLong();
                int length = in.getCount(1);
                // A copy, so that a value that stays does not keep all of the piece.
                ByteBuffer value =
                        ByteBuffer.allocate(length).put(in.getBytes(length)).flip();
                values.put(key, new MetadataValue(version, value));
                keyBytes += keyLength(key) + ENTRY_BYTES;
                bytes += keyLength(key) + ENTRY_BYTES + value.remaining();
            }
        }
    }

    /** Fails if no group would take such a compare-and-set. */
    static void check(String key, long expectedVersion, int valueBytes) {
        if (key.isEmpty()
                || keyLength(key) > MAX_KEY_LENGTH
                || expectedVersion < 0
                || valueBytes > MetadataLog.MAX_VALUE_BYTES) {
            throw new IllegalArgumentException("cannot set '" + key + "' (" + keyLength(key) + " bytes) after version "
                    + expectedVersion + " to " + valueBytes + " bytes");
        }
    }

    private static int keyLength(String key) {
        return key.getBytes(StandardCharsets.UTF_8).length;
    }
}
