package org.borealisdb.engine.transaction;

import java.util.ArrayDeque;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.lock.LockTable;
import org.borealisdb.engine.space.HeaderSlot;
import org.borealisdb.engine.space.VolumeHeader;
import org.borealisdb.runtime.time.Clock;

/**
 * The transactions of a reader, and what the log says to them: horizons, changes of the catalog, and which views go on being good (R18). Told by the one task that applies the log.
 *
 * <p><b>Ended views.</b> A view needs row versions that purge removes once the logged horizon is above it. So before a record that raises the horizon is applied, the views below are ended
 * ({@link ViewRegistry#endBelow}), and only then H is raised and the record applied. Whoever reads looks whether its view has ended after it has read a row and before it uses it, so
 * what it uses was read before anything was removed. As a rule nothing is ended: the writer knows the oldest view of its readers. But a reader that it has lost sight of, or one whose view was
 * open for too long, does not hold purge up for ever.
 */
public final class FollowedTransactions {
    /** Moments at which VDL is remembered, within the longest time that a view may be open. */
    private static final int MOMENTS = 64;

    private record Moment(long nanos, long vdl) {}

    private final ViewRegistry views;
    private final FollowedStatus outcomes;
    private final Transactions transactions;
    private final Clock clock;
    private final long maximumViewNanos;

    /** Where the volume was, from the oldest moment of interest; the first is as old as a view may be, or nearly. */
    private final ArrayDeque<Moment> moments = new ArrayDeque<>();

    /** The transactions of a reader whose pool is at the volume's VDL, and follows the log. */
    public FollowedTransactions(
            BufferPool pool, LockTable lockTable, Clock clock, int viewLimit, long maximumViewNanos) {
        this.clock = clock;
        this.maximumViewNanos = maximumViewNanos;
        this.views = new ViewRegistry(viewLimit, maximumViewNanos);
        this.outcomes = new FollowedStatus(pool);
        this.transactions = new Transactions(pool, lockTable, views, outcomes);
        outcomes.allVisibleBelow(VolumeHeader.read(pool, HeaderSlot.ALL_VISIBLE_BELOW));
    }

    public Transactions transactions() {
        return transactions;
    }

    /** A record raises the purge horizon to {@code purgeHorizon} and H to {@code allVisibleBelow}, or leaves them, and is about to be applied. */
    public void horizons(long purgeHorizon, long allVisibleBelow) {
        views.endBelow(purgeHorizon);
        outcomes.allVisibleBelow(allVisibleBelow);
    }

    /** The catalog is changed by a commit at {@code lsn}, which is about to be applied. */
    public void catalogChanged(long lsn) {
        transactions.catalogChanged(lsn);
    }

    /** Log up to {@code lsn} is missed: before the pages go, all views end, and all that is known of transactions and the catalog is forgotten. */
    public void restart(long lsn) {
        views.endBelow(lsn);
        transactions.catalogChanged(lsn);
    }

    /** After the pages are gone: what is known of status pages is forgotten. */
    public void restarted() {
        outcomes.forget();
    }

    /**
     * At or below every view that is in use or will be taken; views that have been open for too long are ended first. By one task at a time.
     */
    public long oldestView() {
        long vdl = transactions.volume().vdl();
        long now = clock.nanoTime();
        Moment last = moments.peekLast();
        if (last == null || (last.vdl() != vdl && now - last.nanos() >= maximumViewNanos / MOMENTS)) {
            moments.addLast(new Moment(now, vdl));
        }
        while (!moments.isEmpty() && now - moments.getFirst().nanos() > maximumViewNanos) {
            // Whoever is below was taken before that moment: VDL has been there since.
            views.endTooOld(moments.removeFirst().vdl());
        }
        return views.raise(vdl);
    }
}
