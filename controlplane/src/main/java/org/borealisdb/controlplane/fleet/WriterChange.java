package org.borealisdb.controlplane.fleet;

/** Why another instance is to write. */
public enum WriterChange {
    /** Nobody has written before. */
    FIRST(1, "first"),
    /** The writer before is gone, or does not matter: it is not waited for. */
    FAILOVER(2, "failover"),
    /** The writer before is to give way in order, and says when it has. */
    SWITCHOVER(3, "switchover");

    private final int code;
    private final String word;

    WriterChange(int code, String word) {
        this.code = code;
        this.word = word;
    }

    int code() {
        return code;
    }

    @Override
    public String toString() {
        return word;
    }
}
