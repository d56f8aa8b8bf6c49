package org.borealisdb.server.cluster;

import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.server.region.RegionProblemException;

/**
 * What is decided of a reader of the main cluster. Bytes: {@link Framed}, magic {@code BRIN}, version 1.
 *
 * @param name          unique among instances and storage nodes
 * @param state         how far it is
 * @param id            random; tells one of that name from the next
 * @param poolBytes     its page cache; 0 for what the process that runs it thinks right
 * @param createdMillis when it was asked for, in milliseconds since 1970
 * @param port          where clients connect; 0 before it has served anybody
 */
public record InstanceRecord(String name, State state, long id, long poolBytes, long createdMillis, int port)
        implements NamedRecord {
    /** Longest name, in characters: as of an instance of Aurora. */
    public static final int MAX_NAME = 63;

    private static final int MAGIC = 0x4E495242;
    private static final int VERSION = 1;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

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
    public static InstanceRecord wanted(String name, long id, long poolBytes, long nowMillis) {
        return new InstanceRecord(name, State.WANTED, id, poolBytes, nowMillis, 0);
    }

    /**
     * Fails with one line unless {@code name} may be one.
     *
     * @throws RegionProblemException if not
     */
    public static void checkName(String name) {
        if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
            throw new RegionProblemException("'" + name
                    + "' is no name for an instance: it begins with a letter, has lower-case letters, digits and single hyphens, and at most "
                    + MAX_NAME + " characters");
        }
    }

    /** The volume that it reads. */
    public VolumeId volumeId() {
        return ClusterRecord.MAIN_VOLUME;
    }

    public InstanceRecord withPort(int next) {
        return new InstanceRecord(name, state, id, poolBytes, createdMillis, next);
    }

    public InstanceRecord leaving() {
        return new InstanceRecord(name, State.LEAVING, id, poolBytes, createdMillis, port);
    }

    public InstanceRecord left() {
        return new InstanceRecord(name, State.GONE, id, poolBytes, createdMillis, port);
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
                .putInt(port);
        return Framed.encode(MAGIC, VERSION, out);
    }

    static InstanceRecord decode(ByteBuffer bytes) {
        Decoder in = Framed.decode(MAGIC, VERSION, bytes, "record of an instance");
        return new InstanceRecord(
                in.getString(), state(in.getByte()), in.getLong(), in.getLong(), in.getLong(), in.getInt());
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
