package org.borealisdb.controlplane.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.net.Address;

/** What a member answers. The table of bytes is in the package description. */
sealed interface StoreAnswer {
    int MAGIC = 0x414B5242;
    int VERSION = 1;

    /** The value of a key. */
    record Value(long version, ByteBuffer bytes) implements StoreAnswer {}

    /** There is no such key. */
    record Absent() implements StoreAnswer {}

    /** The keys that were asked for. */
    record Keys(List<String> keys) implements StoreAnswer {
        public Keys {
            keys = List.copyOf(keys);
        }
    }

    /** What became of a compare-and-set. */
    record Decided(SetOutcome outcome) implements StoreAnswer {}

    /** Nothing was done: another member leads, or none that this one knows. */
    record NotLeader(Optional<Address> leader) implements StoreAnswer {}

    /** Nothing was done, for now. */
    record NotNow(String reason) implements StoreAnswer {}

    /** Nobody knows whether it was done, or still will be. */
    record Unknown(String reason) implements StoreAnswer {}

    /** How the member is. */
    record Status(MemberStatus status) implements StoreAnswer {}

    /**
     * The member has noted who said hello.
     *
     * @param incarnation its own
     * @param term        the highest it has seen
     * @param lastIndex   of its log
     */
    record Welcome(long incarnation, int term, long lastIndex) implements StoreAnswer {}

    /** The member knows who said hello by another disk. */
    record Refused(String reason) implements StoreAnswer {}

    /** Index of the last entry that the member's state has. */
    record Mark(long index) implements StoreAnswer {}

    static ByteBuffer encode(StoreAnswer answer) {
        Encoder out = new Encoder(128);
        switch (answer) {
            case Value(long version, ByteBuffer bytes) ->
                out.putByte(1).putLong(version).putInt(bytes.remaining()).putBytes(bytes);
            case Absent() -> out.putByte(2);
            case Keys(List<String> keys) -> {
                out.putByte(3).putInt(keys.size());
                keys.forEach(out::putString);
            }
            case Decided(SetOutcome outcome) -> out.putByte(4).putByte(outcome.code());
            case NotLeader(Optional<Address> leader) ->
                out.putByte(5).putString(leader.map(Address::name).orElse(""));
            case NotNow(String reason) -> out.putByte(6).putString(reason);
            case Unknown(String reason) -> out.putByte(7).putString(reason);
            case Status(MemberStatus status) -> status.encode(out.putByte(8));
            case Welcome(long incarnation, int term, long lastIndex) ->
                out.putByte(9).putLong(incarnation).putInt(term).putLong(lastIndex);
            case Refused(String reason) -> out.putByte(10).putString(reason);
            case Mark(long index) -> out.putByte(11).putLong(index);
        }
        return ByteBuffer.wrap(Framed.encode(MAGIC, VERSION, out));
    }

    /**
     * Reads an answer.
     *
     * @throws MalformedException if it is none
     */
    static StoreAnswer decode(ByteBuffer bytes) {
        Decoder in = Framed.decode(MAGIC, VERSION, bytes, "answer of a metadata log");
        int type = in.getByte();
        StoreAnswer answer = switch (type) {
            case 1 -> new Value(in.getPositiveLong(), in.getBytes(in.getCount(1)));
            case 2 -> new Absent();
            case 3 -> new Keys(in.getList(4, Decoder::getString));
            case 4 -> new Decided(SetOutcome.of(in.getByte()));
            case 5 ->
                new NotLeader(Optional.of(in.getString())
                        .filter(name -> !name.isEmpty())
                        .map(Address::new));
            case 6 -> new NotNow(in.getString());
            case 7 -> new Unknown(in.getString());
            case 8 -> new Status(MemberStatus.decode(in));
            case 9 -> new Welcome(in.getLong(), in.getInt(), in.getPositiveLong());
            case 10 -> new Refused(in.getString());
            case 11 -> new Mark(in.getPositiveLong());
            default -> throw new MalformedException("answer of a metadata log: type " + type);
        };
        in.end();
        return answer;
    }
}
