package org.borealisdb.sql.spill;

/** The memory of one operator of a statement, which has a limit. Belongs to one task. */
public final class OperatorMemory implements AutoCloseable {
    private final StatementMemory statement;
    private final long limit;
    private long used;
    private long peak;

    OperatorMemory(StatementMemory statement, long limit) {
        this.statement = statement;
        this.limit = limit;
    }

    /** Takes bytes; false if the limit is reached, or there are none left: then the operator has to go on on disk. */
    public boolean tryTake(long bytes) {
        if (used + bytes > limit || !statement.tryTake(bytes)) {
            return false;
        }
        count(bytes);
        return true;
    }

    /**
     * Takes bytes that the operator cannot do without, whatever its limit.
     *
     * @throws org.borealisdb.expr.error.SqlException 53200 if there are none left
     */
    public void take(long bytes) {
        if (!statement.tryTake(bytes)) {
            throw statement.exhausted(bytes);
        }
        count(bytes);
    }

    private void count(long bytes) {
        used += bytes;
        peak = Math.max(peak, used);
    }

    /** Gives some bytes back. */
    public void give(long bytes) {
        used -= bytes;
        statement.give(bytes);
    }

    /** Returns the limit in bytes. */
    public long limit() {
        return limit;
    }

    /** Returns the bytes that it has. */
    public long used() {
        return used;
    }

    /** Returns the most bytes that it had. */
    public long peak() {
        return peak;
    }

    /** Gives everything back; may be called again. */
    @Override
    public void close() {
        give(used);
    }
}
