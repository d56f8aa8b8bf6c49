package org.borealisdb.server.cluster;

import java.nio.ByteBuffer;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.server.region.RegionProblemException;

/**
 * What is decided of an instance of the main cluster. Bytes: {@link Framed}, magic {@code BRIN}, version 3; version 2 had neither home nor restarts, version 1 neither zone nor tier too.
 *
 * @param name          unique among instances and storage nodes
 * @param state         how far it is
 * @param id            random; tells one of that name from the next
 * @param poolBytes     its page cache; 0 for what the process that runs it thinks right
 * @param createdMillis when it was asked for, in milliseconds since 1970
 * @param port          where clients connect to it, whatever it does; 0 before there is such a place
 * @param zone          where it runs; empty: where the process that runs it is
 * @param tier          0 to 15: of a lower one are promoted first
 * @param home          which host agent runs it
 * @param restarts      how often somebody has asked for its restart
 * @param restarted     how many of these it has begun to serve after
 */
public record InstanceRecord(
        String name,
        State state,
        long id,
        long poolBytes,
        long createdMillis,
        int port,
        String zone,
        int tier,
        InstanceHome home,
        int restarts,
        int restarted)
        implements NamedRecord {
    /** Longest name, in characters: as of an instance of Aurora. */
    public static final int MAX_NAME = 63;

    private static final int MAGIC = 0x4E495242;
    private static final int VERSION = 3;
    private static final int WITHOUT_HOME = 2;
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
        return new InstanceRecord(name, State.WANTED, id, poolBytes, nowMillis, 0, zone, tier, InstanceHome.NONE, 0, 0);
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
        return with(state, next, home, restarts, restarted);
    }

    /** As the process that runs it says that it is. */
    public InstanceRecord at(int clients, String where, int promoted, long cache) {
        return new InstanceRecord(
                name, State.WANTED, id, cache, createdMillis, clients, where, promoted, home, restarts, restarted);
    }

    /** Whether it waits for a host agent that runs it. */
    public boolean homeless() {
        return state == State.WANTED && home.agent().isEmpty() && port == 0;
    }

    /** Run by a host agent, with clients at {@code clients} there. */
    public InstanceRecord runBy(InstanceHome next, String where, int clients) {
        return new InstanceRecord(
                name, state, id, poolBytes, createdMillis, clients, where, tier, next, restarts, restarted);
    }

    /** To be restarted once more. */
    public InstanceRecord toRestart() {
        return with(state, port, home, restarts + 1, restarted);
    }

    /** Serves after the restarts that were asked for when it began. */
    public InstanceRecord servesAfter(int asked) {
        return with(state, port, home, restarts, Math.max(restarted, asked));
    }

    public InstanceRecord leaving() {
        return with(State.LEAVING, port, home, restarts, restarted);
    }

    public InstanceRecord left() {
        return with(State.GONE, port, home, restarts, restarted);
    }

    private InstanceRecord with(State next, int clients, InstanceHome at, int asked, int done) {
        return new InstanceRecord(name, next, id, poolBytes, createdMillis, clients, zone, tier, at, asked, done);
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
                .putByte(tier)
                .putString(home.agent())
                .putString(home.host())
                .putInt(home.nodePort())
                .putInt(restarts)
                .putInt(restarted);
        return Framed.encode(MAGIC, VERSION, out);
    }

    static InstanceRecord decode(ByteBuffer bytes) {
        String what = "record of an instance";
        int version = Framed.version(bytes, what);
        boolean known = version == WITHOUT_ZONE || version == WITHOUT_HOME;
        Decoder in = Framed.decode(MAGIC, known ? version : VERSION, bytes, what);
        boolean zoned = version != WITHOUT_ZONE;
        InstanceRecord record = new InstanceRecord(
                in.getString(),
                state(in.getByte()),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getInt(),
                zoned ? in.getString() : "",
                zoned ? in.getByte() : STANDARD_TIER,
                known ? InstanceHome.NONE : new InstanceHome(in.getString(), in.getString(), in.getInt()),
                known ? 0 : in.getInt(),
                known ? 0 : in.getInt());
        in.end();
        return record;
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
