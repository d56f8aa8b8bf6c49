package org.borealisdb.sql.spill;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.jspecify.annotations.Nullable;

/**
 * The memory that one run of a statement has, and its file on disk, which is made when it is first needed. Closing gives back both, whatever its operators still hold. Belongs to
 * one task.
 */
public final class StatementMemory implements AutoCloseable {
    /** Taken of the instance at a time, and what is kept in hand at most: so the instance's account is seldom touched. */
    private static final long PIECE_BYTES = 64 << 10;

    private static final long SPARE_BYTES = 16 * PIECE_BYTES;

    private final SessionMemory session;
    private long granted;
    private long used;
    private boolean closed;
    private @Nullable RowCodec codec;
    private @Nullable ScratchFile file;

    /** Begins a run. */
    public StatementMemory(SessionMemory session) {
        this.session = session;
    }

    /** Returns memory for a run within this one, which is closed before it. */
    public StatementMemory within() {
        return new StatementMemory(session);
    }

    /** Returns an account for an operator that keeps rows as a sort does. */
    public OperatorMemory forRows() {
        return new OperatorMemory(this, session.limits().sortBytes());
    }

    /** Returns an account for an operator that keeps a hash table. */
    public OperatorMemory forHash() {
        return new OperatorMemory(this, session.limits().hashBytes());
    }

    /**
     * Takes memory for what is no row of an operator.
     *
     * @throws SqlException 53200 if there is none
     */
    public void take(long bytes) {
        if (!tryTake(bytes)) {
            throw exhausted(bytes);
        }
    }

    boolean tryTake(long bytes) {
        long wanted = used + bytes;
        if (wanted > granted && !grant(wanted - granted)) {
            return false;
        }
        used = wanted;
        return true;
    }

    private boolean grant(long missing) {
        long most = session.instance().most();
        long pieces = (missing + PIECE_BYTES - 1) / PIECE_BYTES * PIECE_BYTES;
        long whole = Math.min(pieces, most - granted);
        if (whole < missing || !session.instance().tryTake(whole)) {
            return false;
        }
        granted += whole;
        return true;
    }

    SqlException exhausted(long bytes) {
        return new SqlException(ErrorCode.OUT_OF_MEMORY, "out of memory")
                .withDetail("The statement has " + (used >> 10) + " kB and failed on a request of " + bytes
                        + " bytes. One statement may have "
                        + (session.instance().most() >> 10) + " kB, all of them "
                        + (session.instance().total() >> 10) + " kB.");
    }

    /** Gives memory back. */
    public void give(long bytes) {
        if (closed) {
            return;
        }
        used -= bytes;
        long spare = granted - used - SPARE_BYTES;
        if (spare > PIECE_BYTES) {
            granted -= spare;
            session.instance().give(spare);
        }
    }

    /** Returns the codec of rows in this run's file: what it writes only it can read. */
    RowCodec codec() {
        RowCodec known = codec;
        if (known == null) {
            known = new RowCodec();
            codec = known;
        }
        return known;
    }

    ScratchFile file() {
        ScratchFile known = file;
        if (known == null) {
            known = session.scratch().create(session);
            file = known;
        }
        return known;
    }

    @Override
    public void close() {
        closed = true;
        used = 0;
        if (granted > 0) {
            session.instance().give(granted);
            granted = 0;
        }
        ScratchFile known = file;
        file = null;
        if (known != null) {
            known.close();
        }
    }
}
