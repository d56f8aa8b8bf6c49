package org.borealisdb.runtime.real.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.real.RealClock;
import org.borealisdb.runtime.real.RealTasks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Streams of frames that are cut, damaged, or have something put in between: every frame before the damage arrives as it was sent, and then the connection ends
 * with an error that its owner expects. Nothing is made up, nothing hangs, and no length that is only claimed is believed.
 */
@Timeout(60)
class FrameChannelFuzzTest {
    private static final int MAX_BODY = 20_000;
    private static final FrameType[] TYPES = FrameType.values();

    private final RealTasks tasks = new RealTasks((task, failure) -> {
        throw new AssertionError(task, failure);
    });

    private static Frame frame(Random random) {
        byte[] body = new byte[random.nextInt(10) == 0 ? random.nextInt(MAX_BODY) : random.nextInt(200)];
        random.nextBytes(body);
        return new Frame(TYPES[random.nextInt(TYPES.length)], random.nextLong(), ByteBuffer.wrap(body));
    }

    private static byte[] encoded(Frame frame) {
        ByteBuffer target = ByteBuffer.allocate(frame.bytes());
        FrameHeader.encode(frame, target);
        target.put(frame.body().duplicate());
        return target.array();
    }

    /** The bytes that are sent, and how many frames come before the first one that is not as it was. */
    private record Stream(ByteBuffer bytes, int intact) {}

    private static Stream damaged(List<Frame> frames, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int hit = random.nextInt(frames.size() + 1);
        for (int index = 0; index < frames.size(); index++) {
            byte[] bytes = encoded(frames.get(index));
            if (index == hit) {
                switch (random.nextInt(4)) {
                    case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                    case 1 -> {
                        // Cut off, and the connection with it.
                        out.write(bytes, 0, random.nextInt(bytes.length));
                        return new Stream(ByteBuffer.wrap(out.toByteArray()), hit);
                    }
                    case 2 -> {
                        byte[] garbage = new byte[FrameHeader.BYTES + random.nextInt(300)];
                        random.nextBytes(garbage);
                        out.writeBytes(garbage);
                    }
                    // A length that nobody may send, under a header that is otherwise right.
                    default -> bytes[11] = (byte) (1 + random.nextInt(255));
                }
            }
            out.writeBytes(bytes);
        }
        return new Stream(ByteBuffer.wrap(out.toByteArray()), hit);
    }

    @Test
    void whatArrivesIsWhatWasSentUpToTheDamage() throws IOException {
        long seed = 57;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (ServerSocketChannel server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            for (int round = 0; round < 300; round++) {
                List<Frame> frames = new ArrayList<>();
                for (int count = 1 + random.nextInt(8); count > 0; count--) {
                    frames.add(frame(random));
                }
                Stream stream = damaged(frames, random);
                try (SocketChannel sender = SocketChannel.open(server.getLocalAddress());
                        SocketChannel receiver = server.accept()) {
                    send(sender, stream.bytes().array(), random);
                    check(receiver, frames, stream, round);
                }
            }
        }
        tasks.close();
    }

    /** In pieces, all of which the system's buffers hold. */
    private static void send(SocketChannel sender, byte[] bytes, Random random) throws IOException {
        int at = 0;
        while (at < bytes.length) {
            int piece = Math.min(bytes.length - at, 1 + random.nextInt(3_000));
            sender.write(ByteBuffer.wrap(bytes, at, piece));
            at += piece;
        }
        sender.shutdownOutput();
    }

    private void check(SocketChannel receiver, List<Frame> frames, Stream stream, int round) {
        FrameChannel channel = new FrameChannel(receiver, tasks, new RealClock(), LinkCounters.of(new Metrics()));
        List<Frame> read = new ArrayList<>();
        try {
            while (true) {
                read.add(channel.read(MAX_BODY));
            }
        } catch (IOException | MalformedException expected) {
            assertThat(expected.getMessage()).isNotEmpty();
        }
        assertThat(read).as("round %d", round).isEqualTo(frames.subList(0, stream.intact()));
    }
}
