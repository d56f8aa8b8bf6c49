package org.borealisdb.server.cluster;

import java.nio.ByteBuffer;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.server.region.RegionProblemException;

/**
 * What is decided of an instance of the main cluster. Bytes: {@link Framed}, magic {@code BRIN}, version 2; version 1 had neither zone nor tier.
 *
 * @param name          unique among instances and storage nodes
 * @param state         how far it is
 * @param id            random; tells one of that name from the next
 * @param poolBytes     its page cache; 0 for what the process that runs it thinks right
 * @param createdMillis when it was asked for, in milliseconds since 1970
 * @param port          where clients connect to it, whatever it does; 0 before there is such a place
 * @param zone          where it runs; empty: where the process that runs it is
 * @param tier          0 to 15: of a lower one are promoted first
 */
public record InstanceRecord(
        String name, State state, long id, long poolBytes, long createdMillis, int port, String zone, int tier)
        implements NamedRecord {
    /** Longest name, in characters: as of an instance of Aurora. */
    public static final int MAX_NAME = 63;

    private static final int MAGIC = 0x4E495242;
    private static final int VERSION = 2;
    private static final int WITHOUT_ZONE = 1;

    /** Of one of whom nobody has said another. */
    public static final int STANDARD_TIER = 1;

    /** The tier that is promoted last. */
    public static final int LAST_TIER = 15;

    /** How far it is. */
    public enum State {
        /** It is to run. */
        WANTED(1, "wanted"),
        /** It is to end. */
        LEAVING(2, "leaving"),
        /** Another may take the name. */
        GONE(3, "gone");

        private final int code;
        private final String word;

        State(int code, String word) {
            this.code = code;
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** One that is asked for. */
    public static InstanceRecord wanted(String name, long id, long poolBytes, long nowMillis, String zone, int tier) {
        return new InstanceRecord(name, State.WANTED, id, poolBytes, nowMillis, 0, zone, tier);
    }

    /**
     * Fails with one line unless {@code name} may be one.
     *
     * @throws RegionProblemException if not
     */
    public static void checkName(String name) {
        NamedRecord.checkName(name, "an instance", MAX_NAME);
    }

    /** The volume that it reads. */
    public VolumeId volumeId() {
        return ClusterRecord.MAIN_VOLUME;
    }

    public InstanceRecord withPort(int next) {
        return new InstanceRecord(name, state, id, poolBytes, createdMillis, next, zone, tier);
    }

    /** As the process that runs it says that it is. */
    public InstanceRecord at(int clients, String where, int promoted, long cache) {
        return new InstanceRecord(name, State.WANTED, id, cache, createdMillis, clients, where, promoted);
    }

    public InstanceRecord leaving() {
        return new InstanceRecord(name, State.LEAVING, id, poolBytes, createdMillis, port, zone, tier);
    }

    public InstanceRecord left() {
        return new InstanceRecord(name, State.GONE, id, poolBytes, createdMillis, port, zone, tier);
    }

    @Override
    public boolean gone() {
        return state == State.GONE;
    }

    @Override
    public byte[] encode() {
        Encoder out = new Encoder(128);
        out.putString(name)
                .putByte(state.code)
                .putLong(id)
                .putLong(poolBytes)
                .putLong(createdMillis)
                .putInt(port)
                .putString(zone)
                .putByte(tier);
        return Framed.encode(MAGIC, VERSION, out);
    }

    static InstanceRecord decode(ByteBuffer bytes) {
        String what = "record of an instance";
        boolean old = Framed.version(bytes, what) == WITHOUT_ZONE;
        Decoder in = Framed.decode(MAGIC, old ? WITHOUT_ZONE : VERSION, bytes, what);
        return new InstanceRecord(
                in.getString(),
                state(in.getByte()),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getInt(),
                old ? "" : in.getString(),
                old ? STANDARD_TIER : in.getByte());
    }

    private static State state(int code) {
        for (State state : State.values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new MalformedException("record of an instance: unknown state " + code);
    }
}
