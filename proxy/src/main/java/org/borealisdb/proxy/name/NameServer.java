package org.borealisdb.proxy.name;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Datagram;
import org.borealisdb.runtime.net.DatagramPort;
import org.borealisdb.runtime.net.Datagrams;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.net.StreamClosedException;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.net.StreamListener;
import org.borealisdb.runtime.net.Streams;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.xbill.DNS.Rcode;

/** Answers the names of a zone, by UDP and TCP at one place. Safe for use by all tasks. */
public final class NameServer implements AutoCloseable {
    /** As long as Aurora's answers may be kept. */
    public static final Duration DEFAULT_TTL = Duration.ofSeconds(5);

    /** Longer queries have nothing to ask that is answered here. */
    static final int MAXIMUM_QUERY_BYTES = 4096;

    /** Streams at a time; more are closed. Few clients ask that way, and none for long. */
    static final int MAXIMUM_STREAMS = 32;

    private static final System.Logger LOG = System.getLogger(NameServer.class.getName());

    private static final Duration LONGEST_TTL = Duration.ofSeconds(5);
    private static final Duration STREAM_TIMEOUT = Duration.ofSeconds(10);

    /** How long receiving rests after it failed. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private static final int LENGTH_BYTES = 2;

    private final Tasks tasks;
    private final Metrics metrics;
    private final ZoneAnswers answers;
    private final StreamListener listener;
    private final DatagramPort port;
    private final Set<StreamConnection> clients = ConcurrentHashMap.newKeySet();
    private final Set<Task> running = ConcurrentHashMap.newKeySet();
    private final Task acceptor;
    private final Task receiver;
    private volatile NameTable table;

    /**
     * Begins to answer.
     *
     * @param ttl how long answers may be kept, 1 to 5 s
     * @throws NetworkException if the place is taken or not ours
     */
    public NameServer(
            Tasks tasks,
            Streams streams,
            Datagrams datagrams,
            Metrics metrics,
            HostPort place,
            Duration ttl,
            NameTable first) {
        if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.compareTo(LONGEST_TTL) > 0) {
            throw new IllegalArgumentException("answers may be kept for 1 to 5 s, not for " + ttl);
        }
        this.tasks = tasks;
        this.metrics = metrics;
        this.answers = new ZoneAnswers(ttl.toSeconds());
        this.table = first;
        this.listener = streams.listen(place);
        this.port = bind(datagrams, listener);
        this.acceptor = tasks.start("names-accept", TaskKind.PROTOCOL, this::acceptAll);
        this.receiver = tasks.start("names-receive", TaskKind.PROTOCOL, this::receiveAll);
    }

    private static DatagramPort bind(Datagrams datagrams, StreamListener beside) {
        try {
            return datagrams.bind(beside.place());
        } catch (NetworkException failure) {
            beside.close();
            throw failure;
        }
    }

    /** Where it is asked. */
    public HostPort place() {
        return listener.place();
    }

    /** Answers from another table from now on. */
    public void publish(NameTable next) {
        table = next;
    }

    private void receiveAll() {
        while (true) {
            try {
                Datagram packet = port.receive(MAXIMUM_QUERY_BYTES);
                Optional<ZoneAnswers.Answer> answer = answers.answerPacket(table, packet.content());
                count(answer);
                if (answer.isPresent()) {
                    port.send(answer.get().bytes(), packet.sender());
                }
            } catch (StreamClosedException closed) {
                return;
            } catch (NetworkException failure) {
                metrics.count("proxy.names.failed");
                LOG.log(System.Logger.Level.DEBUG, "a packet was lost: {0}", failure.getMessage());
                tasks.sleep(PAUSE.toNanos());
            }
        }
    }

    private void count(Optional<ZoneAnswers.Answer> answer) {
        if (answer.isEmpty()) {
            metrics.count("proxy.names.malformed");
            return;
        }
        switch (answer.get().responseCode()) {
            case Rcode.NOERROR -> metrics.count("proxy.names.answered");
            case Rcode.NXDOMAIN -> metrics.count("proxy.names.unknown");
            default -> metrics.count("proxy.names.refused");
        }
    }

    private void acceptAll() {
        while (true) {
            try {
                take(listener.accept());
            } catch (StreamClosedException closed) {
                return;
            } catch (NetworkException failure) {
                metrics.count("proxy.names.failed");
                LOG.log(System.Logger.Level.WARNING, "a client could not be accepted: {0}", failure.getMessage());
                tasks.sleep(PAUSE.toNanos());
            }
        }
    }

    private void take(StreamConnection client) {
        running.removeIf(Task::done);
        if (clients.size() >= MAXIMUM_STREAMS) {
            metrics.count("proxy.names.streams.refused");
            client.close();
            return;
        }
        clients.add(client);
        running.add(tasks.start("names-client", TaskKind.SESSION, () -> serve(client)));
    }

    private void serve(StreamConnection client) {
        try {
            ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES);
            while (fill(client, length.clear())) {
                int bytes = length.getShort(0) & 0xffff;
                if (bytes == 0 || bytes > MAXIMUM_QUERY_BYTES || !answer(client, bytes)) {
                    metrics.count("proxy.names.malformed");
                    return;
                }
            }
        } catch (OperationException broken) {
            LOG.log(System.Logger.Level.DEBUG, "{0} broke off: {1}", client.peer(), broken.getMessage());
        } finally {
            client.close();
            clients.remove(client);
        }
    }

    /** False if what comes is no query. */
    private boolean answer(StreamConnection client, int bytes) {
        ByteBuffer query = ByteBuffer.allocate(bytes);
        if (!fill(client, query)) {
            return false;
        }
        Optional<ZoneAnswers.Answer> answer = answers.answerInStream(table, query.flip());
        if (answer.isEmpty()) {
            return false;
        }
        count(answer);
        ByteBuffer found = answer.get().bytes();
        ByteBuffer framed = ByteBuffer.allocate(LENGTH_BYTES + found.remaining());
        framed.putShort((short) found.remaining()).put(found).flip();
        client.write(framed, STREAM_TIMEOUT.toNanos());
        return true;
    }

    /** Reads until {@code target} is full; false if the client ends before. */
    private static boolean fill(StreamConnection client, ByteBuffer target) {
        while (target.hasRemaining()) {
            if (client.read(target, STREAM_TIMEOUT.toNanos()) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Answers no more, and waits for what is under way. */
    @Override
    public void close() {
        listener.close();
        port.close();
        acceptor.join();
        receiver.join();
        clients.forEach(StreamConnection::close);
        running.forEach(Task::join);
    }
}
