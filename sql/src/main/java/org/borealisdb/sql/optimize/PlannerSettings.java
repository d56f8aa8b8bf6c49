package org.borealisdb.sql.optimize;

/**
 * Which ways the optimizer may go; what is off is still used where nothing else is possible.
 *
 * @param hashJoin enable_hashjoin
 * @param nestedLoop enable_nestloop
 * @param sequentialScan enable_seqscan
 * @param indexScan enable_indexscan
 * @param sort enable_sort
 * @param reorder whether joins are done in another order than they are written; off with join_collapse_limit 1
 * @param hashBytes memory of a hash table before it goes to disk
 */
public record PlannerSettings(
        boolean hashJoin,
        boolean nestedLoop,
        boolean sequentialScan,
        boolean indexScan,
        boolean sort,
        boolean reorder,
        long hashBytes) {
    /** All ways, and the default memory. */
    public static final PlannerSettings DEFAULT = new PlannerSettings(true, true, true, true, true, true, 8L << 20);
}
