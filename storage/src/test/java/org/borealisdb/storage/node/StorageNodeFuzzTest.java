package org.borealisdb.storage.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.borealisdb.redo.message.FetchLog;
import org.borealisdb.redo.message.Gossip;
import org.borealisdb.redo.message.Heartbeat;
import org.borealisdb.redo.message.ReadPage;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.redo.message.StatusRequest;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.storage.segment.SampleRedo;
import org.junit.jupiter.api.Test;

/** Whatever arrives on the network, as bytes or as well-formed messages with senseless content, is refused; the node goes on and serves what it has. */
class StorageNodeFuzzTest {
    private static final long[] INTERESTING = {
        Long.MIN_VALUE, -1, 0, 1, 2, 7, 999, 1000, 2000, 1 << 20, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE
    };

    private static long number(Random random) {
        return random.nextInt(4) == 0 ? random.nextLong() : INTERESTING[random.nextInt(INTERESTING.length)];
    }

    private static VolumeId volume(Random random) {
        return random.nextInt(4) == 0 ? new VolumeId(1 + random.nextInt(9)) : SampleRedo.VOLUME;
    }

    /** Of another epoch in most cases, so that a heartbeat or a read proves nothing false to the node. */
    private static VolumeEpoch epoch(Random random) {
        return new VolumeEpoch(random.nextInt(3), random.nextInt(3));
    }

    private static StorageMessage senseless(Random random) {
        return switch (random.nextInt(5)) {
            case 0 ->
                new Heartbeat(
                        volume(random),
                        epoch(random),
                        (int) number(random),
                        number(random),
                        number(random),
                        number(random),
                        List.of(number(random), number(random), number(random)));
            case 1 ->
                new Gossip(
                        volume(random),
                        number(random),
                        0,
                        List.of(new SegmentProgress(volume(random), random.nextInt(4), 1, 1 + random.nextInt(3), 0)));
            case 2 ->
                new FetchLog(
                        volume(random),
                        random.nextBoolean() ? SampleRedo.EPOCH : epoch(random),
                        (int) number(random),
                        (int) number(random),
                        number(random),
                        number(random),
                        (int) number(random));
            case 3 ->
                new ReadPage(
                        volume(random),
                        epoch(random),
                        (int) number(random),
                        number(random),
                        number(random),
                        number(random));
            default -> new StatusRequest(volume(random));
        };
    }

    private static ByteBuffer damaged(StorageMessage message, Random random) {
        ByteBuffer encoded = StorageMessages.encode(message);
        byte[] bytes = new byte[encoded.remaining() + random.nextInt(3)];
        encoded.get(bytes, 0, encoded.remaining());
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return ByteBuffer.wrap(bytes, 0, random.nextInt(10) == 0 ? random.nextInt(bytes.length) : bytes.length);
    }

    @Test
    void senselessMessagesAreRefused() {
        for (int seed = 1; seed <= 10; seed++) {
            Random random = new Random(seed);
            OneNode one = new OneNode(seed);
            one.world.run(() -> {
                StorageNode node = one.openFirst();
                one.write(0, 60);
                for (int count = 0; count < 300; count++) {
                    StorageMessage message = senseless(random);
                    ByteBuffer bytes =
                            random.nextBoolean() ? StorageMessages.encode(message) : damaged(message, random);
                    one.sendBytes(bytes.duplicate());
                    try {
                        one.callBytes(bytes);
                    } catch (OperationException refused) {
                        assertThat(refused.getMessage()).isNotEmpty();
                    }
                }
                one.pause();
                assertThat(node.status().state()).isEqualTo("serving");
                one.write(0, 60);
                assertThat(one.acknowledged(0)).isEqualTo(one.tail(0));
                assertThat(one.compare(0)).isEmpty();
            });
            assertThat(one.world.escapes()).as("seed %d", seed).isEmpty();
            assertThat(one.failures).isEmpty();
            assertThat(one.world.metrics().values()).doesNotContainKey("storage.node.faults");
        }
    }
}
