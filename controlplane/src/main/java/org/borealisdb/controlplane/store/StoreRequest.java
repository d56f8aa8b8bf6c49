package org.borealisdb.controlplane.store;

import java.nio.ByteBuffer;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.runtime.codec.MalformedException;

/** What a client, or a member that is founded, asks a member. The table of bytes is in the package description. */
sealed interface StoreRequest {
    int MAGIC = 0x434B5242;
    int VERSION = 1;

    /** The newest value of a key. */
    record Read(String key) implements StoreRequest {}

    /** All keys with a prefix. */
    record Keys(String prefix) implements StoreRequest {}

    /** A change, which goes through the log; copies of one have the same number. */
    record Change(LogOperation operation) implements StoreRequest {}

    /** How the member is. */
    record Status() implements StoreRequest {}

    /** Which entry the member's state has last. */
    record Mark() implements StoreRequest {}

    /**
     * A member that has not begun, or was readmitted, makes itself known, and may begin once all others have noted it.
     *
     * @param incarnation drawn with its folder: another one means another disk
     * @param readmitted  true if somebody said that the old disk is lost, and that this one may take its place
     */
    record Hello(String member, long incarnation, boolean readmitted) implements StoreRequest {}

    /** The request to a member of {@code group}. */
    static ByteBuffer encode(String group, StoreRequest request) {
        Encoder out = new Encoder(128);
        out.putString(group);
        switch (request) {
            case Read(String key) -> out.putByte(1).putString(key);
            case Keys(String prefix) -> out.putByte(2).putString(prefix);
            case Change(LogOperation operation) -> {
                out.putByte(3);
                LogOperation.encode(operation, out);
            }
            case Status() -> out.putByte(4);
            case Hello(String member, long incarnation, boolean readmitted) ->
                out.putByte(5).putString(member).putLong(incarnation).putByte(readmitted ? 1 : 0);
            case Mark() -> out.putByte(6);
        }
        return ByteBuffer.wrap(Framed.encode(MAGIC, VERSION, out));
    }

    /**
     * Reads a request to a member of {@code group}.
     *
     * @throws MalformedException if it is none, or of another group
     */
    static StoreRequest decode(String group, ByteBuffer bytes) {
        Decoder in = Framed.decode(MAGIC, VERSION, bytes, "request to a metadata log");
        String of = in.getString();
        if (!of.equals(group)) {
            throw new MalformedException("a request to the metadata group '" + of + "', not '" + group + "'");
        }
        int type = in.getByte();
        StoreRequest request = switch (type) {
            case 1 -> new Read(in.getString());
            case 2 -> new Keys(in.getString());
            case 3 -> change(LogOperation.decode(in));
            case 4 -> new Status();
            case 5 -> new Hello(in.getString(), in.getLong(), in.getByte() == 1);
            case 6 -> new Mark();
            default -> throw new MalformedException("request to a metadata log: type " + type);
        };
        in.end();
        return request;
    }

    private static StoreRequest change(LogOperation operation) {
        try {
            switch (operation) {
                case LogOperation.Set set ->
                    MetadataState.check(set.key(), set.expected(), set.value().remaining());
                case LogOperation.Copy copied ->
                    MetadataState.check(
                            copied.key(), copied.version(), copied.value().remaining());
                case LogOperation.Nothing() -> throw new MalformedException("request to a metadata log: nothing");
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedException("request to a metadata log: " + e.getMessage(), e);
        }
        return new Change(operation);
    }
}
