package org.borealisdb.sql.forward;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.borealisdb.runtime.net.HostPort;

/** What a reader asks of its writer; see the package's description. */
public sealed interface ForwardRequest {
    /** A random number of the reader as it runs now: one that is restarted has another. */
    long reader();

    /** A request to one session. */
    sealed interface OfSession extends ForwardRequest {
        /** The number that the session was given. */
        long session();

        /** Requests of a session are numbered from 1: one that arrives again, or late, is not carried out again. {@code Cancel} and {@code Close} have the number of the one before. */
        long step();
    }

    /** How a transaction begins with a statement. */
    enum Begin {
        /** It goes on with the one that is open. */
        NOT(0),
        /** It begins one that is READ COMMITTED. */
        READ_COMMITTED(1),
        /** It begins one that is REPEATABLE READ. */
        REPEATABLE_READ(2);

        private final int code;

        Begin(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /**
     * Asks for a session.
     *
     * @param settings                that differ from the defaults
     * @param client                  of the reader's session
     * @param idleMillis              how long it may be idle; 0 is for ever
     * @param idleInTransactionMillis how long in a transaction
     */
    record Open(
            long reader,
            String role,
            String database,
            SequencedMap<String, String> settings,
            HostPort client,
            long idleMillis,
            long idleInTransactionMillis)
            implements ForwardRequest {
        public Open {
            settings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(settings));
        }
    }

    /**
     * Runs a statement.
     *
     * @param settings   to be set before
     * @param text       of one statement; error positions are in it
     * @param types      OIDs of its parameters' types
     * @param parameters their values as {@link ForwardedValues} writes a row
     * @param portal     number by which {@link Fetch} goes on with it; 0 if there is no limit
     * @param rowLimit   after how many rows it is suspended; 0 is no limit
     * @param dropped    portals that are not gone on with
     */
    record Run(
            long reader,
            long session,
            long step,
            Begin begin,
            SequencedMap<String, String> settings,
            String text,
            List<Integer> types,
            ByteBuffer parameters,
            int portal,
            int rowLimit,
            List<Integer> dropped)
            implements OfSession {
        public Run {
            settings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(settings));
            types = List.copyOf(types);
            parameters = parameters.slice().asReadOnlyBuffer();
            dropped = List.copyOf(dropped);
        }
    }

    /** Goes on with a suspended portal. */
    record Fetch(long reader, long session, long step, int portal, int rowLimit) implements OfSession {}

    /** Takes the next part of what is under way. */
    record Next(long reader, long session, long step) implements OfSession {}

    /** Ends the transaction. */
    record End(long reader, long session, long step, boolean commit) implements OfSession {}

    /** Cancels what is under way. */
    record Cancel(long reader, long session, long step) implements OfSession {}

    /** Gives a session up. */
    record Close(long reader, long session, long step) implements OfSession {}

    /** The reader lives, and has no other sessions than these; {@code number} grows, so that an older one is known. */
    record Alive(long reader, long number, List<Long> sessions) implements ForwardRequest {
        public Alive {
            sessions = List.copyOf(sessions);
        }
    }

    /** Asks up to which LSN everything is durable that was committed before. */
    record Durable(long reader) implements ForwardRequest {}
}
