package org.borealisdb.tests.volume;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.cloud.metadata.MetadataValue;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.net.Network;

/**
 * A metadata log as a service behind the lossy network: linearizable, but a call may time out although it was carried out.
 */
final class MetadataService implements MessageHandler {
    static final Address ADDRESS = new Address("metadata");

    private static final int READ = 1;
    private static final int SET = 2;
    private static final int KEYS = 3;
    private static final long TIMEOUT_NANOS = 300_000_000L;

    private record Entry(long version, ByteBuffer value) {}

    private final Map<String, Entry> entries = new TreeMap<>();

    void start(Network network) {
        network.bind(ADDRESS, this);
    }

    /** Forgets everything, but for what is decided of {@code volume} now. */
    void reset(VolumeMetadata volume) {
        entries.clear();
        entries.put("volumes/" + volume.id().value(), new Entry(1, ByteBuffer.wrap(volume.encode())));
    }

    /** What is decided of a volume that was created, as of now. */
    VolumeMetadata volume(VolumeId volume) {
        return all().stream()
                .filter(each -> each.id().equals(volume))
                .findFirst()
                .orElseThrow();
    }

    /** What is decided of all volumes that are not deleted, as of now. */
    List<VolumeMetadata> volumes() {
        return all().stream().filter(volume -> !volume.deleted()).toList();
    }

    private List<VolumeMetadata> all() {
        List<VolumeMetadata> volumes = new ArrayList<>();
        for (Map.Entry<String, Entry> each : entries.entrySet()) {
            if (each.getKey().startsWith("volumes/")) {
                volumes.add(VolumeMetadata.decode(each.getValue().value().duplicate()));
            }
        }
        return volumes;
    }

    /** The log as a client sees it through {@code endpoint}. */
    static MetadataLog client(Endpoint endpoint) {
        return new Remote(endpoint);
    }

    @Override
    public void receive(Address from, ByteBuffer message) {
        throw new IllegalStateException("the metadata service takes calls only");
    }

    @Override
    public ByteBuffer answer(Address from, ByteBuffer request) {
        Decoder in = new Decoder(request, "metadata request");
        int operation = in.getByte();
        String key = in.getString();
        Encoder out = new Encoder(64);
        switch (operation) {
            case READ -> {
                Entry entry = entries.get(key);
                out.putLong(entry == null ? 0 : entry.version());
                if (entry != null) {
                    out.putBytes(entry.value());
                }
            }
            case SET -> {
                long expected = in.getLong();
                Entry entry = entries.get(key);
                boolean stored = (entry == null ? 0 : entry.version()) == expected;
                if (stored) {
                    byte[] value = new byte[in.remaining()];
                    in.getBytes(value.length).get(value);
                    entries.put(key, new Entry(expected + 1, ByteBuffer.wrap(value)));
                }
                out.putByte(stored ? 1 : 0);
            }
            case KEYS -> {
                List<String> found = new ArrayList<>();
                for (String each : entries.keySet()) {
                    if (each.startsWith(key)) {
                        found.add(each);
                    }
                }
                out.putInt(found.size());
                found.forEach(out::putString);
            }
            default -> throw new IllegalArgumentException("unknown operation " + operation);
        }
        return out.finish();
    }

    private record Remote(Endpoint endpoint) implements MetadataLog {
        @Override
        public Optional<MetadataValue> read(String key) {
            Decoder in = call(new Encoder(32).putByte(READ).putString(key));
            long version = in.getLong();
            return version == 0
                    ? Optional.empty()
                    : Optional.of(new MetadataValue(version, in.getBytes(in.remaining())));
        }

        @Override
        public boolean compareAndSet(String key, long expectedVersion, byte[] value) {
            return call(new Encoder(64)
                                    .putByte(SET)
                                    .putString(key)
                                    .putLong(expectedVersion)
                                    .putBytes(value))
                            .getByte()
                    == 1;
        }

        @Override
        public List<String> keys(String prefix) {
            return call(new Encoder(32).putByte(KEYS).putString(prefix)).getList(4, Decoder::getString);
        }

        private Decoder call(Encoder request) {
            return new Decoder(endpoint.call(ADDRESS, request.finish(), TIMEOUT_NANOS), "metadata answer");
        }
    }
}
