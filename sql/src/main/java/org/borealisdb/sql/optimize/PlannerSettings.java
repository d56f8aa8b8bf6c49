package org.borealisdb.sql.optimize;

/**
 * Which ways the optimizer may go; what is off is still used where nothing else is possible.
 *
 * @param hashJoin enable_hashjoin
 * @param mergeJoin enable_mergejoin
 * @param nestedLoop enable_nestloop
 * @param sequentialScan enable_seqscan
 * @param indexScan enable_indexscan
 * @param indexOnlyScan enable_indexonlyscan
 * @param sort enable_sort
 * @param incrementalSort enable_incremental_sort
 * @param memoize enable_memoize
 * @param reorder whether joins are done in another order than they are written; off with join_collapse_limit 1
 * @param hashBytes memory of a hash table before it goes to disk
 */
public record PlannerSettings(
        boolean hashJoin,
        boolean mergeJoin,
        boolean nestedLoop,
        boolean sequentialScan,
        boolean indexScan,
        boolean indexOnlyScan,
        boolean sort,
        boolean incrementalSort,
        boolean memoize,
        boolean reorder,
        long hashBytes) {
    /** All ways, and the default memory. */
    public static final PlannerSettings DEFAULT =
            new PlannerSettings(true, true, true, true, true, true, true, true, true, true, 8L << 20);

    /**
     * Returns these choices where it is known or not what entries of indexes tell of rows by themselves.
     *
     * @param known if not, who reads entries looks at the rows as well, and nothing is won
     */
    public PlannerSettings withEntries(boolean known) {
        return new PlannerSettings(
                hashJoin,
                mergeJoin,
                nestedLoop,
                sequentialScan,
                indexScan,
                indexOnlyScan && known,
                sort,
                incrementalSort,
                memoize,
                reorder,
                hashBytes);
    }
}
