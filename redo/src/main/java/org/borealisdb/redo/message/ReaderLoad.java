package org.borealisdb.redo.message;

/**
 * What a reader has to do.
 *
 * @param sessions    clients that are connected
 * @param active      of these, those with a transaction under way
 * @param cpuPerMille part of the machine's processors that its process uses, of a thousand; -1 if unknown
 */
public record ReaderLoad(int sessions, int active, int cpuPerMille) {
    /** Nobody has counted. */
    public static final ReaderLoad UNKNOWN = new ReaderLoad(0, 0, -1);

    public ReaderLoad {
        if (sessions < 0 || active < 0 || cpuPerMille < -1) {
            throw new IllegalArgumentException("load of a reader out of range: " + sessions + " sessions, " + active
                    + " active, " + cpuPerMille + " per mille");
        }
    }
}
