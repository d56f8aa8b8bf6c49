package org.borealisdb.runtime.real.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.random.RandomSource;

/** How two nodes make sure of each other, as in the package's chapter. Whoever watches the connection bounds the time it takes. */
final class Handshake {
    /** Longest body of a frame before authentication. */
    static final int MAX_BODY_BYTES = 512;

    private static final int CHALLENGE_BYTES = 32;
    private static final String ACCEPTING = "borealis accepting node 1";
    private static final String OPENING = "borealis opening node 1";

    private final RegionKey key;
    private final RandomSource random;

    Handshake(RegionKey key, RandomSource random) {
        this.key = key;
        this.random = random;
    }

    /**
     * Who opened a connection.
     *
     * @param place where others reach it, if it said so
     */
    record Peer(Address address, Optional<HostPort> place) {}

    /**
     * Authenticates a connection that {@code self} opened to {@code peer}.
     *
     * @param place where others reach {@code self}, if the peer has to be told
     * @throws NetworkException if the peer does not have the region key
     * @throws MalformedException if it answers anything else
     */
    void open(FrameChannel channel, Address self, Address peer, Optional<HostPort> place) throws IOException {
        Encoder names =
                new Encoder(256).putString(self.name()).putString(peer.name()).putBytes(challenge());
        place.ifPresent(at -> names.putString(at.host()).putInt(at.port()));
        ByteBuffer hello = names.finish();
        channel.write(List.of(new Frame(FrameType.HELLO, 0, hello)));
        Decoder answer = new Decoder(read(channel, FrameType.CHALLENGE), "challenge");
        ByteBuffer challenge = answer.getBytes(CHALLENGE_BYTES);
        byte[] proof = bytes(answer.getBytes(RegionKey.BYTES));
        answer.end();
        if (!key.proves(statement(ACCEPTING, hello, challenge), proof)) {
            throw new NetworkException("node " + peer + " does not have this region's key");
        }
        ByteBuffer ours = ByteBuffer.wrap(key.prove(statement(OPENING, hello, challenge)));
        channel.write(List.of(new Frame(FrameType.PROOF, 0, ours)));
        channel.authenticated();
    }

    /**
     * Authenticates a connection that somebody opened to {@code self}.
     *
     * @return who it is
     * @throws NetworkException if the other does not have the region key, or means another node
     * @throws MalformedException if it says anything else
     */
    Peer accept(FrameChannel channel, Address self) throws IOException {
        ByteBuffer hello = read(channel, FrameType.HELLO);
        Decoder names = new Decoder(hello, "hello");
        Address peer = address(names.getString());
        Address wanted = address(names.getString());
        names.getBytes(CHALLENGE_BYTES);
        Optional<HostPort> place = names.remaining() == 0 ? Optional.empty() : Optional.of(place(names));
        names.end();
        if (!wanted.equals(self)) {
            throw new NetworkException("node " + peer + " wants node " + wanted + ", but this is " + self);
        }
        ByteBuffer challenge = ByteBuffer.wrap(challenge());
        ByteBuffer answer = new Encoder(CHALLENGE_BYTES + RegionKey.BYTES)
                .putBytes(challenge)
                .putBytes(key.prove(statement(ACCEPTING, hello, challenge)))
                .finish();
        channel.write(List.of(new Frame(FrameType.CHALLENGE, 0, answer)));
        byte[] proof = bytes(read(channel, FrameType.PROOF));
        if (!key.proves(statement(OPENING, hello, challenge), proof)) {
            throw new NetworkException("node " + peer + " does not have this region's key");
        }
        channel.authenticated();
        return new Peer(peer, place);
    }

    private static ByteBuffer read(FrameChannel channel, FrameType expected) throws IOException {
        Frame frame = channel.read(MAX_BODY_BYTES);
        if (frame.type() != expected) {
            throw new MalformedException("frame " + frame.type() + " instead of " + expected);
        }
        return frame.body();
    }

    private static Address address(String name) {
        try {
            return new Address(name);
        } catch (IllegalArgumentException unusable) {
            throw new MalformedException("hello with an unusable name", unusable);
        }
    }

    private static HostPort place(Decoder names) {
        try {
            return new HostPort(names.getString(), names.getInt());
        } catch (IllegalArgumentException unusable) {
            throw new MalformedException("hello with an unusable place", unusable);
        }
    }

    private byte[] challenge() {
        byte[] challenge = new byte[CHALLENGE_BYTES];
        random.nextBytes(challenge);
        return challenge;
    }

    private static byte[] statement(String label, ByteBuffer hello, ByteBuffer challenge) {
        return bytes(new Encoder(512)
                .putString(label)
                .putInt(hello.remaining())
                .putBytes(hello)
                .putBytes(challenge)
                .finish());
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }
}
