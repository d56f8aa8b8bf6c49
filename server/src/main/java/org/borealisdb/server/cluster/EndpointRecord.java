package org.borealisdb.server.cluster;

import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.Endpoint.CustomType;
import org.borealisdb.proxy.endpoint.Membership;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.server.region.RegionProblemException;

/**
 * What is decided of an endpoint of the main cluster that has a place of its own: the reader endpoint, or a custom one. Bytes: {@link Framed}, magic {@code BREP}, version 2, of which version 1 had no address; the fields in
 * this order, the endpoint as its name, a byte for the reader endpoint (1) or a custom one (2), and of a custom one a byte each for READER (1) or ANY (2) and for a static list (1) or an
 * exclusion list (2), and the list.
 *
 * @param endpoint      what it stands for
 * @param state         how far it is
 * @param id            random; tells one of that name from the next
 * @param createdMillis when it was asked for, in milliseconds since 1970
 * @param address       where clients connect; empty: where they connect to the cluster
 * @param port          likewise; 0 before anybody could. In a region with gateways both are as at first, for each gateway has its own ({@link EndpointNumbers})
 * @param revision      1 at first; grows with each change of what it stands for
 * @param served        the revision that clients get; 0 before anybody could connect
 */
public record EndpointRecord(
        Endpoint endpoint, State state, long id, long createdMillis, String address, int port, int revision, int served)
        implements NamedRecord {
    /** Longest name, in characters: as of a custom endpoint of Aurora. */
    public static final int MAX_NAME = 63;

    /** The name of the cluster endpoint, which is the writer's own port. */
    public static final String CLUSTER = "cluster";

    /** The name of the reader endpoint. */
    public static final String READER = "reader";

    private static final int MAGIC = 0x50455242;
    private static final int VERSION = 2;
    private static final int WITHOUT_ADDRESS = 1;

    private static final int OF_READERS = 1;
    private static final int CUSTOM = 2;
    private static final int LISTED = 1;
    private static final int ALL_BUT = 2;

    /** Of a name: its length, and a character. */
    private static final int LEAST_NAME_BYTES = 5;

    /** How far it is. */
    public enum State {
        /** Clients are to connect. */
        WANTED(1),
        /** It is to end. */
        LEAVING(2),
        /** Another may take the name. */
        GONE(3);

        private final int code;

        State(int code) {
            this.code = code;
        }
    }

    /** A custom endpoint that is asked for. */
    public static EndpointRecord wanted(Endpoint.Custom endpoint, long id, long nowMillis) {
        return new EndpointRecord(endpoint, State.WANTED, id, nowMillis, "", 0, 1, 0);
    }

    /** The reader endpoint of a cluster that has had no reader yet. */
    static EndpointRecord ofReaders() {
        return new EndpointRecord(new Endpoint.OfReaders(READER), State.WANTED, 0, 0, "", 0, 1, 0);
    }

    /**
     * Fails with one line unless {@code name} may be that of a custom endpoint.
     *
     * @throws RegionProblemException if not
     */
    public static void checkName(String name) {
        NamedRecord.checkName(name, "an endpoint", MAX_NAME);
        checkCustom(name);
    }

    /**
     * Fails with one line if {@code name} is that of an endpoint which each cluster has.
     *
     * @throws RegionProblemException if it is
     */
    public static void checkCustom(String name) {
        if (name.equals(CLUSTER) || name.equals(READER)) {
            throw new RegionProblemException(
                    "the " + name + " endpoint belongs to the cluster: it cannot be created, modified or deleted");
        }
    }

    /**
     * Those that the list names.
     *
     * @throws RegionProblemException with one line if it cannot be one
     */
    public static Membership listed(List<String> names) {
        if (names.isEmpty()) {
            throw new RegionProblemException("a static list must name an instance");
        }
        return new Membership.Listed(checked(names));
    }

    /**
     * All but those that the list names.
     *
     * @throws RegionProblemException with one line if it cannot be one
     */
    public static Membership allBut(List<String> names) {
        return new Membership.AllBut(checked(names));
    }

    private static List<String> checked(List<String> names) {
        names.forEach(InstanceRecord::checkName);
        if (names.size() > Membership.MAXIMUM_NAMES) {
            throw new RegionProblemException(
                    "a list has at most " + Membership.MAXIMUM_NAMES + " instances, and this one " + names.size());
        }
        if (new LinkedHashSet<>(names).size() < names.size()) {
            throw new RegionProblemException("'" + String.join(",", names) + "' names an instance twice");
        }
        return names;
    }

    @Override
    public String name() {
        return endpoint.name();
    }

    /** The same with another meaning, for connections to come. */
    public EndpointRecord modified(Endpoint.Custom next) {
        return next.equals(endpoint)
                ? this
                : new EndpointRecord(next, state, id, createdMillis, address, port, revision + 1, served);
    }

    /** One whose revision {@code now} clients get, at that place. */
    public EndpointRecord servedAt(String where, int next, int now) {
        return new EndpointRecord(endpoint, state, id, createdMillis, where, next, revision, now);
    }

    public EndpointRecord leaving() {
        return new EndpointRecord(endpoint, State.LEAVING, id, createdMillis, address, port, revision, served);
    }

    public EndpointRecord left() {
        return new EndpointRecord(endpoint, State.GONE, id, createdMillis, address, port, revision, served);
    }

    @Override
    public boolean gone() {
        return state == State.GONE;
    }

    /** Whether clients get what was asked for last. */
    public boolean upToDate() {
        return port != 0 && served == revision;
    }

    @Override
    public byte[] encode() {
        Encoder out = new Encoder(128);
        out.putString(name());
        switch (endpoint) {
            case Endpoint.OfReaders _ -> out.putByte(OF_READERS);
            case Endpoint.Custom custom -> encode(custom, out.putByte(CUSTOM));
            case Endpoint.OfCluster _, Endpoint.OfInstance _ ->
                throw new IllegalStateException(endpoint + " has the port of its instance");
        }
        out.putByte(state.code)
                .putLong(id)
                .putLong(createdMillis)
                .putString(address)
                .putInt(port)
                .putInt(revision)
                .putInt(served);
        return Framed.encode(MAGIC, VERSION, out);
    }

    private static void encode(Endpoint.Custom custom, Encoder out) {
        out.putByte(custom.type() == CustomType.READER ? 1 : 2);
        List<String> names = switch (custom.members()) {
            case Membership.Listed listed -> {
                out.putByte(LISTED);
                yield listed.names();
            }
            case Membership.AllBut allBut -> {
                out.putByte(ALL_BUT);
                yield allBut.names();
            }
        };
        out.putInt(names.size());
        names.forEach(out::putString);
    }

    static EndpointRecord decode(ByteBuffer bytes) {
        String what = "record of an endpoint";
        boolean withAddress = Framed.version(bytes, what) != WITHOUT_ADDRESS;
        Decoder in = Framed.decode(MAGIC, withAddress ? VERSION : WITHOUT_ADDRESS, bytes, what);
        return new EndpointRecord(
                endpoint(in),
                state(in.getByte()),
                in.getLong(),
                in.getLong(),
                withAddress ? in.getString() : "",
                in.getInt(),
                in.getInt(),
                in.getInt());
    }

    private static Endpoint endpoint(Decoder in) {
        String name = in.getString();
        int kind = in.getByte();
        return switch (kind) {
            case OF_READERS -> new Endpoint.OfReaders(name);
            case CUSTOM -> new Endpoint.Custom(name, type(in.getByte()), members(in));
            default -> throw malformed("kind", kind);
        };
    }

    private static CustomType type(int code) {
        return switch (code) {
            case 1 -> CustomType.READER;
            case 2 -> CustomType.ANY;
            default -> throw malformed("type", code);
        };
    }

    private static Membership members(Decoder in) {
        int kind = in.getByte();
        List<String> names = in.getList(LEAST_NAME_BYTES, Decoder::getString);
        return switch (kind) {
            case LISTED -> new Membership.Listed(names);
            case ALL_BUT -> new Membership.AllBut(names);
            default -> throw malformed("kind of list", kind);
        };
    }

    private static State state(int code) {
        for (State state : State.values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw malformed("state", code);
    }

    private static MalformedException malformed(String what, int code) {
        return new MalformedException("record of an endpoint: unknown " + what + " " + code);
    }
}
