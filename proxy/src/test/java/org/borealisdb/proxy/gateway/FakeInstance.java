package org.borealisdb.proxy.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.borealisdb.proxy.gateway.ByteChannel.Message;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.net.StreamClosedException;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.net.StreamListener;
import org.borealisdb.runtime.net.Streams;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.wire.postgres.message.StartupPacket;

/**
 * A server that speaks enough of the PostgreSQL protocol to be led to. Queries that it knows: {@code name}, {@code hold} (until
 * it is cancelled), {@code big N} (N rows of {@value #ROW_BYTES} bytes), {@code half} (half a message, and no more), {@code silent}, {@code last} (an error,
 * and the end).
 */
final class FakeInstance implements AutoCloseable {
    static final int ROW_BYTES = 1000;

    /** How it treats those who come. */
    enum Mood {
        SERVES,
        STARTS_UP,
        CLOSES,
        SAYS_NOTHING,
        /** Declines encryption, and then has enough. */
        CLOSES_AFTER_DECLINING,
        /** Takes encryption, and then gives back what it gets. */
        ENCRYPTS
    }

    private final Tasks tasks;
    private final String name;
    private final StreamListener listener;
    private final Task acceptor;
    private final Set<StreamConnection> open = ConcurrentHashMap.newKeySet();
    private final Set<Task> running = ConcurrentHashMap.newKeySet();
    private final Map<Integer, CountDownLatch> cancelled = new ConcurrentHashMap<>();
    final AtomicInteger packets = new AtomicInteger();
    final AtomicInteger sessions = new AtomicInteger();
    final AtomicInteger cancelRequests = new AtomicInteger();
    volatile Mood mood = Mood.SERVES;

    FakeInstance(Tasks tasks, Streams streams, String name) {
        this.tasks = tasks;
        this.name = name;
        this.listener = streams.listen(HostPort.loopback(0));
        this.acceptor = tasks.start("instance-" + name, TaskKind.SESSION, this::acceptAll);
    }

    HostPort place() {
        return listener.place();
    }

    /** Connections that it has. */
    int connections() {
        return open.size();
    }

    private void acceptAll() {
        while (true) {
            try {
                StreamConnection client = listener.accept();
                open.add(client);
                running.add(tasks.start(name + "-session", TaskKind.SESSION, () -> serve(client)));
            } catch (StreamClosedException closed) {
                return;
            } catch (NetworkException gone) {
                // Another may come.
            }
        }
    }

    private void serve(StreamConnection client) {
        try {
            if (mood != Mood.CLOSES) {
                begin(new ByteChannel(client));
            }
        } catch (OperationException over) {
            // The client has left.
        } finally {
            client.close();
            open.remove(client);
        }
    }

    private void begin(ByteChannel client) {
        Optional<ByteBuffer> first = client.read(1);
        while (first.isPresent()) {
            if (first.get().get() != 0) {
                giveBack(client, first.get().flip());
                return;
            }
            int length = client.read(3).map(FakeInstance::number).orElse(0);
            Optional<ByteBuffer> packet = length < 8 || length > 10_000 ? Optional.empty() : client.read(length - 4);
            if (packet.isEmpty()) {
                return;
            }
            ByteBuffer content = packet.get();
            packets.incrementAndGet();
            if (mood == Mood.SAYS_NOTHING) {
                client.read(1);
                return;
            }
            switch (content.getInt()) {
                case StartupPacket.SSL_CODE, StartupPacket.GSS_ENCRYPTION_CODE -> {
                    if (mood == Mood.ENCRYPTS) {
                        client.write(ByteBuffer.wrap(new byte[] {'S'}));
                        giveBack(client, ByteBuffer.allocate(0));
                        return;
                    }
                    client.write(ByteBuffer.wrap(new byte[] {'N'}));
                    if (mood == Mood.CLOSES_AFTER_DECLINING) {
                        return;
                    }
                }
                case StartupPacket.CANCEL_CODE -> {
                    cancelRequests.incrementAndGet();
                    Optional.ofNullable(cancelled.get(content.getInt())).ifPresent(CountDownLatch::countDown);
                    return;
                }
                default -> {
                    session(client);
                    return;
                }
            }
            first = client.read(1);
        }
    }

    private static int number(ByteBuffer threeBytes) {
        return (threeBytes.get(0) & 0xff) << 16 | (threeBytes.getShort(1) & 0xffff);
    }

    private static void giveBack(ByteChannel client, ByteBuffer bytes) {
        client.write(bytes);
        for (Optional<ByteBuffer> next = client.read(1); next.isPresent(); next = client.read(1)) {
            client.write(next.get());
        }
    }

    private void session(ByteChannel client) {
        if (mood == Mood.STARTS_UP) {
            client.write('E', "SFATAL\0C57P03\0Mthe database system is starting up\0\0");
            return;
        }
        int number = sessions.incrementAndGet() + 1000 * place().port();
        cancelled.put(number, new CountDownLatch(1));
        client.write('R', "\0\0\0\0");
        client.write(ByteChannel.message(
                'K', ByteBuffer.allocate(8).putInt(number).putInt(4711).array()));
        client.write('Z', "I");
        for (Optional<Message> next = client.readMessage(); next.isPresent(); next = client.readMessage()) {
            Message message = next.get();
            if (message.type() == 'X') {
                return;
            }
            if (message.type() == 'Q' && !query(client, message.text().replace("\0", ""), number)) {
                return;
            }
        }
    }

    private boolean query(ByteChannel client, String text, int number) {
        String[] words = text.split(" ", 2);
        switch (words[0]) {
            case "name" -> client.write('D', name);
            case "hold" -> {
                await(number);
                client.write('E', "SERROR\0C57014\0Mcanceling statement due to user request\0\0");
            }
            case "big" -> {
                for (int row = 0; row < Integer.parseInt(words[1]); row++) {
                    client.write(ByteChannel.message('D', row(row)));
                }
            }
            case "half" -> {
                client.write(ByteBuffer.wrap("D\0\0\1\0half".getBytes(StandardCharsets.ISO_8859_1)));
                return client.read(1).isPresent();
            }
            case "silent" -> {
                return client.read(1).isPresent();
            }
            case "last" -> {
                client.write('E', "SFATAL\0C57P05\0Mlast words\0\0");
                return false;
            }
            default -> {}
        }
        client.write('C', text + "\0");
        client.write('Z', "I");
        return true;
    }

    /** The content of a row of a big answer. */
    static byte[] row(int number) {
        byte[] content = new byte[ROW_BYTES];
        for (int at = 0; at < ROW_BYTES; at++) {
            content[at] = (byte) (number * 31 + at);
        }
        return content;
    }

    private void await(int number) {
        try {
            Optional.ofNullable(cancelled.get(number)).orElseThrow().await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Is gone, from one moment to the next. */
    @Override
    public void close() {
        listener.close();
        acceptor.join();
        cancelled.values().forEach(CountDownLatch::countDown);
        open.forEach(StreamConnection::close);
        running.forEach(Task::join);
    }
}
