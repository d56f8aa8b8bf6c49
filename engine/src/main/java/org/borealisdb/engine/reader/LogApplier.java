package org.borealisdb.engine.reader;

import java.lang.foreign.MemorySegment;
import org.borealisdb.engine.buffer.PageFollower;
import org.borealisdb.engine.space.HeaderSlot;
import org.borealisdb.engine.space.VolumeHeader;
import org.borealisdb.engine.transaction.FollowedTransactions;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.volume.stream.LogFollower;

/**
 * Applies the writer's log to a reader (R21): mini-transaction by mini-transaction, each to those of its pages that are cached. Belongs to the task that follows the volume.
 *
 * <p><b>Why a reader sees what the writer would.</b> On the writer, whoever reads sees pages that are changed by mini-transactions, each under the latches of all its pages, and validates what it
 * reads by latch versions. All that it relies on is this: <i>of each mini-transaction it sees all or nothing, in the order of the log</i>; and what that order gives: a page that is referred to
 * was there before, and is freed only after the reference has gone, and after the horizon has passed all views that could have one. Here
 * <ol>
 * <li>a cached page changes only by {@link PageFollower#apply}, which latches all cached pages of a mini-transaction before it changes the first, and unlatches them after the last;
 * <li>a page that is not cached is shown once it has arrived, at a version that is not beyond what has been applied, and with everything that has been: it was read as of the end of some
 * call's log, whatever came for it meanwhile was kept and is applied, and it is shown only when the pages beside it have come as far ({@code PageLoad});
 * <li>so at each moment all pages that can be seen are the fold of one prefix of the log, but for those that are latched.
 * </ol>
 *
 * <p>So a <i>descent</i>, which validates the parent after the child was made readable, has found a child that belongs there, as on the writer: a split or merge changes both under one set of
 * latches, and a child that came from the volume is not newer than its parent. A <i>scan</i> copies leaf by leaf, and goes on by key. An <i>undo chain</i> leads from a version to records that were in
 * the log before it, or with it; they are freed, as are <i>overflow chains</i>, dropped trees and the status of transactions, when the purge horizon has passed every view that could follow
 * them: the record that says so is applied only after such views were ended ({@link FollowedTransactions}). The <i>status</i> of a transaction is read from its page when its id was met in another
 * one, and so is at least as new.
 *
 * <p>What of this is not given, a back link that does not fit or a damaged record, stops the instance: it is better away than wrong.
 */
public final class LogApplier implements LogFollower {
    private final PageFollower pages;
    private final FollowedTransactions transactions;
    private final HeaderRecord header = new HeaderRecord();

    private long appliedLsn;

    /** Nothing was applied since it began, or began again: the log of a new line begins above the point that it branched from. */
    private boolean begins = true;

    /** Applies what comes after {@code lsn}, where the volume and the pool are now. */
    public LogApplier(PageFollower pages, FollowedTransactions transactions, long lsn) {
        this.pages = pages;
        this.transactions = transactions;
        this.appliedLsn = lsn;
    }

    @Override
    public void apply(MemorySegment records, int length, long startLsn) {
        try {
            if (startLsn < appliedLsn || (startLsn > appliedLsn && !begins)) {
                throw new MalformedException(
                        "log that begins at LSN " + startLsn + " does not follow LSN " + appliedLsn);
            }
            long at = 0;
            while (at < length) {
                at = applyMiniTransaction(records, at, length, startLsn);
            }
            appliedLsn = startLsn + length;
            begins = false;
            pages.applied(appliedLsn);
        } catch (RuntimeException broken) {
            pages.fail(broken);
            throw broken;
        }
    }

    private long applyMiniTransaction(MemorySegment records, long from, long limit, long startLsn) {
        long end = from;
        int flags;
        do {
            int length = RedoRecord.check(records, end, limit);
            flags = RedoRecord.flags(records, end);
            if (RedoRecord.pageNumber(records, end) == VolumeHeader.PAGE) {
                header.read(records, end, startLsn + end + length);
                transactions.horizons(
                        header.value(HeaderSlot.PURGE_HORIZON, 0), header.value(HeaderSlot.ALL_VISIBLE_BELOW, 0));
            }
            end += length;
        } while ((flags & RedoRecord.CPL) == 0);
        if ((flags & RedoRecord.CATALOG) != 0) {
            transactions.catalogChanged(startLsn + end);
        }
        pages.apply(records, from, end, startLsn);
        return end;
    }

    @Override
    public void restart(long lsn) {
        if (lsn < appliedLsn) {
            throw new IllegalArgumentException("a reader at LSN " + appliedLsn + " cannot go back to LSN " + lsn);
        }
        transactions.restart(lsn);
        pages.restart(lsn);
        transactions.restarted();
        appliedLsn = lsn;
        begins = true;
    }

    @Override
    public long oldestView() {
        return transactions.oldestView();
    }
}
