package org.borealisdb.server.cluster;

import java.nio.ByteBuffer;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.server.region.RegionProblemException;

/**
 * What is decided of a cluster or snapshot. Bytes: {@link Framed}, magic {@code BRCL}, version 1.
 *
 * @param name          unique among clusters and snapshots
 * @param kind          which of them
 * @param state         how far it is
 * @param id            random; tells one of that name from the next
 * @param volume        number of its volume; 0 before it has one
 * @param from          what it began with
 * @param createdMillis when it was asked for, in milliseconds since 1970
 * @param pointMillis   time of the point that it began with; 0 before that is known
 * @param pointLsn      LSN of that point
 * @param port          where clients connect to a cluster; 0 before it has one
 * @param problem       why it could not be made; empty otherwise
 */
public record ClusterRecord(
        String name,
        Kind kind,
        State state,
        long id,
        long volume,
        BranchRequest from,
        long createdMillis,
        long pointMillis,
        long pointLsn,
        int port,
        String problem)
        implements NamedRecord {
    /** The cluster that comes with the region, of which there is no record. */
    public static final String MAIN = "main";

    /** Its volume. */
    public static final VolumeId MAIN_VOLUME = new VolumeId(1);

    /** Longest name, in characters. */
    public static final int MAX_NAME = 48;

    private static final int MAGIC = 0x4C435242;
    private static final int VERSION = 1;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /** What there is. */
    public enum Kind {
        CLUSTER(1, "cluster"),
        SNAPSHOT(2, "snapshot");

        private final int code;
        private final String word;

        Kind(int code, String word) {
            this.code = code;
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** How far it is. */
    public enum State {
        /** Asked for. */
        CREATING(1, "creating"),
        /** There. */
        AVAILABLE(2, "available"),
        /** To be deleted. */
        DELETING(3, "deleting"),
        /** Gone, or never made: another may take the name. */
        GONE(4, "gone");

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
    public static ClusterRecord wanted(String name, Kind kind, long id, BranchRequest from, long nowMillis) {
        return new ClusterRecord(name, kind, State.CREATING, id, 0, from, nowMillis, 0, 0, 0, "");
    }

    /**
     * Fails with one line unless {@code name} may be one.
     *
     * @throws RegionProblemException if not
     */
    public static void checkName(String name) {
        if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
            throw new RegionProblemException(
                    "'" + name + "' is no name for a cluster or snapshot: it begins with a letter, has lower-case"
                            + " letters, digits and single hyphens, and at most " + MAX_NAME + " characters");
        }
    }

    /** Its volume, which it has. */
    public VolumeId volumeId() {
        return new VolumeId(volume);
    }

    public boolean isCluster() {
        return kind == Kind.CLUSTER;
    }

    public ClusterRecord withVolume(long next) {
        return new ClusterRecord(
                name, kind, state, id, next, from, createdMillis, pointMillis, pointLsn, port, problem);
    }

    /** It is there, and began at that point. */
    public ClusterRecord available(long millis, long lsn) {
        return new ClusterRecord(
                name, kind, State.AVAILABLE, id, volume, from, createdMillis, millis, lsn, port, problem);
    }

    public ClusterRecord withPort(int next) {
        return new ClusterRecord(
                name, kind, state, id, volume, from, createdMillis, pointMillis, pointLsn, next, problem);
    }

    public ClusterRecord deleting() {
        return new ClusterRecord(
                name, kind, State.DELETING, id, volume, from, createdMillis, pointMillis, pointLsn, port, problem);
    }

    /** It is gone; or was never made, because of {@code why}. */
    public ClusterRecord gone(String why) {
        return new ClusterRecord(
                name, kind, State.GONE, id, volume, from, createdMillis, pointMillis, pointLsn, port, why);
    }

    @Override
    public boolean gone() {
        return state == State.GONE;
    }

    @Override
    public byte[] encode() {
        Encoder out = new Encoder(128);
        out.putString(name).putByte(kind.code).putByte(state.code).putLong(id).putLong(volume);
        from.encode(out);
        out.putLong(createdMillis)
                .putLong(pointMillis)
                .putLong(pointLsn)
                .putInt(port)
                .putString(problem);
        return Framed.encode(MAGIC, VERSION, out);
    }

    static ClusterRecord decode(ByteBuffer bytes) {
        Decoder in = Framed.decode(MAGIC, VERSION, bytes, "record of a cluster");
        return new ClusterRecord(
                in.getString(),
                of(Kind.values(), kind -> kind.code, in.getByte()),
                of(State.values(), state -> state.code, in.getByte()),
                in.getLong(),
                in.getLong(),
                BranchRequest.decode(in),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getInt(),
                in.getString());
    }

    private static <T> T of(T[] values, ToIntFunction<T> codeOf, int code) {
        for (T value : values) {
            if (codeOf.applyAsInt(value) == code) {
                return value;
            }
        }
        throw new MalformedException("record of a cluster: unknown code " + code);
    }
}
