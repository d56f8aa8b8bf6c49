package org.borealisdb.wire.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;

/**
 * A stream within TLS over another stream, after its handshake. One task reads and one writes, which may be two; {@link #closeInput()} and {@link #close()} may be called by any.
 *
 * <p>A record is opened where its content is wanted if there is room, else beside it. The bytes of the client's next record stay encrypted until they are asked for, so what has
 * come is bounded by one buffer.
 */
public final class TlsStream implements StreamConnection {
    private static final System.Logger LOG = System.getLogger(TlsStream.class.getName());

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final StreamConnection raw;
    private final SSLEngine engine;
    private final ByteBuffer received;
    private final ByteBuffer opened;
    private final ByteBuffer sealed;
    /** Held by who seals, which is not always who writes: a change of keys is answered by who reads it. */
    private final Lock sealing;

    private boolean established;

    private TlsStream(StreamConnection raw, SSLEngine engine, Lock sealing) {
        this.raw = raw;
        this.sealing = sealing;
        this.engine = engine;
        SSLSession session = engine.getSession();
        this.received = ByteBuffer.allocate(session.getPacketBufferSize()).flip();
        this.opened = ByteBuffer.allocate(session.getApplicationBufferSize()).flip();
        this.sealed = ByteBuffer.allocate(session.getPacketBufferSize());
    }

    /**
     * Takes a client's handshake on {@code raw}, and answers the stream within.
     *
     * @param deadline on {@code clock}, by which it must be done
     * @throws NetworkException if it fails; the client was told why, as far as TLS has words for it
     * @throws org.borealisdb.runtime.net.StreamTimeoutException if it takes too long
     */
    public static TlsStream accept(
            StreamConnection raw, TlsIdentity identity, Tasks tasks, Clock clock, long deadline) {
        TlsStream stream = new TlsStream(raw, identity.begin(), tasks.lock("sealing for " + raw.peer()));
        try {
            stream.engine.beginHandshake();
            stream.shakeHands(clock, deadline);
        } catch (SSLException refused) {
            stream.tellRefusal(Math.max(1, deadline - clock.nanoTime()));
            throw stream.broken(refused);
        }
        stream.established = true;
        return stream;
    }

    private void shakeHands(Clock clock, long deadline) throws SSLException {
        while (true) {
            long left = Math.max(1, deadline - clock.nanoTime());
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> wrap(NOTHING, left);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    opened.clear();
                    SSLEngineResult result = engine.unwrap(received, opened);
                    opened.flip();
                    switch (result.getStatus()) {
                        case BUFFER_UNDERFLOW -> {
                            if (!receive(left)) {
                                throw new NetworkException(peer() + " left during the handshake of TLS");
                            }
                        }
                        case CLOSED -> throw new NetworkException(peer() + " gave up the handshake of TLS");
                        case OK -> {}
                        case BUFFER_OVERFLOW -> throw new SSLException("a record of the handshake is too long");
                    }
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    return;
                }
            }
        }
    }

    /** The tasks of the engine compute; none of them waits. */
    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private void tellRefusal(long timeoutNanos) {
        try {
            // The first of them throws what was wrong, and the second has the alert.
            for (int attempt = 0; attempt < 2 && !engine.isOutboundDone(); attempt++) {
                try {
                    wrap(NOTHING, timeoutNanos);
                } catch (SSLException known) {
                    LOG.log(System.Logger.Level.DEBUG, "the handshake failed: {0}", known.getMessage());
                }
            }
        } catch (OperationException gone) {
            LOG.log(System.Logger.Level.DEBUG, "{0} could not be told: {1}", peer(), gone.getMessage());
        }
    }

    private boolean receive(long timeoutNanos) {
        received.compact();
        try {
            return raw.read(received, timeoutNanos) >= 0;
        } finally {
            received.flip();
        }
    }

    /** Records follow each other as they were sealed, so the lock is held until one is written; the time for that is bounded. */
    private SSLEngineResult wrap(ByteBuffer source, long timeoutNanos) throws SSLException {
        sealing.lock();
        try {
            sealed.clear();
            SSLEngineResult result = engine.wrap(source, sealed);
            sealed.flip();
            if (sealed.hasRemaining()) {
                raw.write(sealed, timeoutNanos);
            }
            return result;
        } finally {
            sealing.unlock();
        }
    }

    /** Such as {@code TLSv1.3}. */
    public String protocol() {
        return engine.getSession().getProtocol();
    }

    /** As the JDK calls it, such as {@code TLS_AES_256_GCM_SHA384}. */
    public String cipher() {
        return engine.getSession().getCipherSuite();
    }

    @Override
    public HostPort peer() {
        return raw.peer();
    }

    @Override
    public HostPort local() {
        return raw.local();
    }

    @Override
    public int read(ByteBuffer target, long timeoutNanos) {
        if (!target.hasRemaining()) {
            throw new IllegalArgumentException("no room to read into");
        }
        if (opened.hasRemaining()) {
            return moveOpened(target);
        }
        try {
            while (true) {
                int before = target.position();
                SSLEngineResult result = engine.unwrap(received, target);
                boolean beside = result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW;
                if (beside) {
                    opened.clear();
                    result = engine.unwrap(received, opened);
                    opened.flip();
                }
                afterHandshake(result.getHandshakeStatus(), timeoutNanos);
                switch (result.getStatus()) {
                    case CLOSED -> {
                        return -1;
                    }
                    case BUFFER_UNDERFLOW -> {
                        if (!receive(timeoutNanos)) {
                            return -1;
                        }
                    }
                    case BUFFER_OVERFLOW -> throw new SSLException("a record is too long");
                    case OK -> {
                        if (opened.hasRemaining()) {
                            return moveOpened(target);
                        }
                        if (target.position() > before) {
                            return target.position() - before;
                        }
                    }
                }
            }
        } catch (SSLException failure) {
            tellRefusal(timeoutNanos);
            throw broken(failure);
        }
    }

    private int moveOpened(ByteBuffer target) {
        int count = Math.min(target.remaining(), opened.remaining());
        target.put(target.position(), opened, opened.position(), count);
        target.position(target.position() + count);
        opened.position(opened.position() + count);
        return count;
    }

    /** TLS 1.3 has messages after the handshake, a change of keys for one, which may want an answer. In TLS 1.2 there is nothing but a new handshake. */
    private void afterHandshake(HandshakeStatus status, long timeoutNanos) throws SSLException {
        HandshakeStatus next = status;
        while (established && next != HandshakeStatus.NOT_HANDSHAKING && next != HandshakeStatus.FINISHED) {
            if (engine.isOutboundDone() || engine.isInboundDone()) {
                return;
            }
            if (!"TLSv1.3".equals(protocol())) {
                throw new SSLException("renegotiation is refused");
            }
            switch (next) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> wrap(NOTHING, timeoutNanos);
                default -> {
                    return;
                }
            }
            next = engine.getHandshakeStatus();
        }
    }

    @Override
    public void write(ByteBuffer source, long timeoutNanos) {
        try {
            while (source.hasRemaining()) {
                SSLEngineResult result = wrap(source, timeoutNanos);
                if (result.getStatus() != SSLEngineResult.Status.OK) {
                    throw new SSLException("the client has ended TLS");
                }
            }
        } catch (SSLException failure) {
            throw broken(failure);
        }
    }

    private NetworkException broken(SSLException failure) {
        return new NetworkException("TLS with " + peer() + " failed: " + failure.getMessage(), failure);
    }

    /** Says that nothing more comes, so that the client knows that nothing was cut off. Called by the task that writes, before {@link #close()}. */
    public void sayEnd(long timeoutNanos) {
        engine.closeOutbound();
        try {
            wrap(NOTHING, timeoutNanos);
        } catch (SSLException | OperationException gone) {
            LOG.log(System.Logger.Level.DEBUG, "{0} did not hear the end: {1}", peer(), gone.getMessage());
        }
    }

    @Override
    public void closeInput() {
        raw.closeInput();
    }

    @Override
    public void closeOutput() {
        raw.closeOutput();
    }

    @Override
    public void close() {
        raw.close();
    }
}
