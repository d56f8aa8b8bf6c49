package org.borealisdb.storage.seal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.borealisdb.cloud.key.GeneratedKey;
import org.borealisdb.cloud.key.KeyService;
import org.borealisdb.cloud.key.KeyUnavailableException;
import org.borealisdb.cloud.key.MasterKeyVersion;
import org.borealisdb.redo.volume.DataKeyId;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.redo.volume.WrappedKey;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.simulation.SimulatedRandom;

/** Keys for tests: a key service whose wrapping hides nothing, and nodes' keys whose every sealing is watched. */
public final class TestKeys implements KeyService {
    /** Data key 1, wrapped by this service. */
    public static final WrappedKey WRAPPED = wrapped(1);

    private boolean denied;

    /** A data key of its own for each number. */
    public static WrappedKey wrapped(int number) {
        byte[] plain = new byte[DATA_KEY_BYTES];
        new SplittableRandom(number).nextBytes(plain);
        return WrappedKey.of(new DataKeyId(0xD0, number), LOCAL, plain);
    }

    /** Keys of a node that knows no encrypted volume. */
    public static VolumeKeys none() {
        return none(5);
    }

    /** The same, with salts of its own. */
    public static VolumeKeys none(long seed) {
        Set<String> seen = new HashSet<>();
        return new VolumeKeys(
                new TestKeys(), new SimulatedRandom(new SplittableRandom(seed)), (key, sequence, part) -> {
                    if (!seen.add(key + " " + sequence + " " + part)) {
                        throw new AssertionError("nonce (" + sequence + ", " + part + ") came twice under key " + key);
                    }
                });
    }

    /** Keys of a node that knows {@code volume}, encrypted under data key {@code number}. */
    public static VolumeKeys of(VolumeId volume, int number) {
        VolumeKeys keys = none();
        keys.learn(metadata(volume, List.of(wrapped(number))));
        return keys;
    }

    /** Metadata of a volume with those keys. */
    public static VolumeMetadata metadata(VolumeId volume, List<WrappedKey> keys) {
        List<Member> members = new ArrayList<>();
        for (int index = 0; index < Membership.COPIES; index++) {
            members.add(new Member(new Address("node" + index), "zone" + index / 2));
        }
        return new VolumeMetadata(
                volume,
                1,
                new Geometry(1000),
                new VolumeEpoch(0, 0),
                1 << 20,
                TimelineTree.INITIAL,
                List.of(Membership.initial(members)),
                keys);
    }

    /** From now on it gives no key. */
    public void deny() {
        denied = true;
    }

    @Override
    public GeneratedKey generate(String masterKey, String dataKey) {
        throw new IllegalStateException("no test needs it");
    }

    @Override
    public byte[] unwrap(String masterKey, byte[] wrapped, String dataKey) {
        if (denied) {
            throw new KeyUnavailableException("denied", false);
        }
        return wrapped;
    }

    @Override
    public byte[] wrap(String masterKey, byte[] plain, String dataKey) {
        return plain;
    }

    @Override
    public List<MasterKeyVersion> describe(String masterKey) {
        return List.of();
    }
}
