package org.borealisdb.tests.volume;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.borealisdb.cloud.objectstore.ObjectContent;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.cloud.objectstore.ObjectStoreException;
import org.borealisdb.cloud.objectstore.TaggedObject;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.net.Network;

/** An object store as a service behind the lossy network, as S3 is: linearizable and never lost, but a call may time out although it was carried out. */
final class ObjectStoreService implements MessageHandler {
    static final String PLACE = "objects";
    static final Address ADDRESS = new Address("objects");
    private static final long TIMEOUT_NANOS = 300_000_000L;
    private static final int PIECE_BYTES = 64 << 10;

    private enum Operation {
        PUT,
        SET,
        READ,
        LENGTH,
        LIST,
        DELETE
    }

    private record Stored(long tag, ByteBuffer bytes) {}

    private final TreeMap<String, Stored> objects = new TreeMap<>();
    private long lastTag;
    private int garbled;

    void start(Network network) {
        network.bind(ADDRESS, this);
    }

    /** Lets so many reads of layers that are to come answer something else than what was stored. */
    void garble(int reads) {
        garbled = reads;
    }

    /** The store as a client sees it through {@code endpoint}. */
    static ObjectStore client(Endpoint endpoint) {
        return new Remote(endpoint);
    }

    @Override
    public void receive(Address from, ByteBuffer message) {
        throw new IllegalStateException("the object store takes calls only");
    }

    @Override
    public ByteBuffer answer(Address from, ByteBuffer request) {
        Decoder in = new Decoder(request, "object store request");
        Operation operation = Operation.valueOf(in.getString());
        String name = in.getString();
        Stored found = objects.get(name);
        Encoder out = new Encoder(64);
        switch (operation) {
            case PUT -> {
                if (found == null) {
                    objects.put(name, new Stored(++lastTag, rest(in)));
                }
                out.putByte(found == null ? 1 : 0);
            }
            case SET -> {
                long expected = in.getLong();
                boolean fits = (found == null ? 0 : found.tag()) == expected;
                if (fits) {
                    objects.put(name, new Stored(++lastTag, rest(in)));
                }
                out.putLong(fits ? lastTag : 0);
            }
            case READ -> {
                long position = in.getLong();
                int most = in.getInt();
                out.putLong(found == null ? 0 : found.tag());
                if (found != null) {
                    int begin = (int) Math.min(position, found.bytes().limit());
                    int count = Math.min(most, found.bytes().limit() - begin);
                    out.putBytes(ByteBuffer.wrap(answered(name, found.bytes(), begin, count)));
                }
            }
            case LENGTH -> out.putLong(found == null ? -1 : found.bytes().limit());
            case LIST -> list(name, in.getString(), out);
            case DELETE -> objects.remove(name);
        }
        return out.finish();
    }

    private byte[] answered(String name, ByteBuffer bytes, int begin, int count) {
        byte[] answer = new byte[count];
        bytes.get(begin, answer);
        if (garbled > 0 && count > 0 && (name.endsWith("-layer") || name.endsWith("-base"))) {
            garbled--;
            answer[count / 2] ^= 1;
        }
        return answer;
    }

    private void list(String folder, String after, Encoder out) {
        List<String> names = objects.keySet().stream()
                .filter(name -> name.startsWith(folder + "/"))
                .map(name -> name.substring(folder.length() + 1))
                .filter(name -> name.indexOf('/') < 0 && name.compareTo(after) > 0)
                .limit(ObjectStore.MAX_LISTED)
                .toList();
        out.putInt(names.size());
        names.forEach(out::putString);
    }

    private static ByteBuffer rest(Decoder in) {
        byte[] bytes = new byte[in.remaining()];
        in.getBytes(bytes.length).get(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private record Remote(Endpoint endpoint) implements ObjectStore {
        @Override
        public boolean putIfAbsent(String name, ObjectContent content) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(content.length()));
            content.read(0, bytes);
            return call(request(Operation.PUT, name).putBytes(bytes.flip())).getByte() == 1;
        }

        @Override
        public Optional<String> compareAndSet(String name, String expectedTag, byte[] value) {
            long expected = expectedTag.isEmpty() ? 0 : Long.parseLong(expectedTag);
            long tag = call(request(Operation.SET, name).putLong(expected).putBytes(value))
                    .getLong();
            return tag == 0 ? Optional.empty() : Optional.of(String.valueOf(tag));
        }

        @Override
        public Optional<TaggedObject> read(String name) {
            Decoder answer = call(request(Operation.READ, name).putLong(0).putInt(Integer.MAX_VALUE));
            long tag = answer.getLong();
            return tag == 0
                    ? Optional.empty()
                    : Optional.of(new TaggedObject(String.valueOf(tag), answer.getBytes(answer.remaining())));
        }

        @Override
        public int read(String name, long position, ByteBuffer target) {
            int start = target.position();
            while (target.hasRemaining()) {
                Decoder answer = call(request(Operation.READ, name)
                        .putLong(position + target.position() - start)
                        .putInt(Math.min(PIECE_BYTES, target.remaining())));
                if (answer.getLong() == 0) {
                    throw new ObjectStoreException(ObjectStoreException.Kind.NOT_FOUND, "there is no " + name);
                }
                if (answer.remaining() == 0) {
                    break;
                }
                target.put(answer.getBytes(answer.remaining()));
            }
            return target.position() - start;
        }

        @Override
        public Optional<Long> length(String name) {
            long length = call(request(Operation.LENGTH, name)).getLong();
            return length < 0 ? Optional.empty() : Optional.of(length);
        }

        @Override
        public List<String> list(String folder, String after) {
            return call(request(Operation.LIST, folder).putString(after)).getList(4, Decoder::getString);
        }

        @Override
        public void delete(String name) {
            call(request(Operation.DELETE, name));
        }

        @Override
        public void sweep() {
            // Nothing is ever half written.
        }

        @Override
        public String place() {
            return PLACE;
        }

        @Override
        public void close() {
            endpoint.close();
        }

        private static Encoder request(Operation operation, String name) {
            return new Encoder(64).putString(operation.name()).putString(name);
        }

        private Decoder call(Encoder request) {
            try {
                return new Decoder(endpoint.call(ADDRESS, request.finish(), TIMEOUT_NANOS), "object store answer");
            } catch (OperationException e) {
                throw new ObjectStoreException(
                        ObjectStoreException.Kind.UNAVAILABLE, "the object store did not answer", e);
            }
        }
    }
}
