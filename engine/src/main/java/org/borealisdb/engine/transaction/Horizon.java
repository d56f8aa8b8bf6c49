package org.borealisdb.engine.transaction;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.space.HeaderSlot;
import org.borealisdb.engine.space.VolumeHeader;

/**
 * Raises the purge horizon and {@code allVisibleBelow}, and logs both before anybody relies on them (R18, R19); and tells the volume that no page
 * will be read below VDL again. {@link #raise} is for one task at a time.
 *
 * <p>Why a fully reverted transaction must also be below the horizon: a reader may have copied one of its versions just before the
 * reverter removed it, and is about to ask who wrote it. That reader's view is older than the LSN of the last step of the reversal,
 * and so the horizon is too.
 *
 * <p>Why no view of another instance that reads the volume is missed: what such an instance reports is a promise never to take a view below, for as long as the volume counts it. One that joins is held by the volume before the VDL is
 * looked at with which it begins. {@link #raise} looks at VDL first and at these promises after that. If it misses one, that instance was held later, so its views begin at or above the VDL that was looked
 * at here. And an instance that the volume counts no more gets no log any more: what is purged then never reaches it, until it has given up its views and begun again.
 */
public final class Horizon {
    /** Ids looked at in one go. */
    private static final int MAX_STEPS = 1 << 20;

    private final Transactions transactions;

    /** Fully reverted transactions at or above {@code allVisibleBelow}, with the LSN that the log had then reached. */
    private final Map<Long, Long> reverted = new ConcurrentHashMap<>();

    // Of the one task that raises: what the last raise began with, where its own record ended, and whether it went all
    // the way.
    private long raisedWith = -1;
    private long raisedAt = -1;
    private boolean raisedFully;
    /** Where the log ended, other than by a raise, when it was last seen to have grown: a horizon there is as high as is of use. */
    private long wanted = -1;

    public Horizon(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Notes that all changes of an aborted transaction, and their index entries, are gone. */
    public void reverted(long id) {
        reverted.put(id, transactions.volume().appendedLsn());
    }

    /** No view in use, now or later, is below this LSN. */
    public long horizon() {
        return transactions.views().horizon();
    }

    /** True if a transaction's undo records can be of no use to anybody: it is committed, or fully reverted, at or below the horizon. */
    public boolean settled(long id) {
        if (id < transactions.allVisibleBelow()) {
            return true;
        }
        if (transactions.running(id).isPresent()) {
            return false;
        }
        long state = transactions.status().state(id);
        return state > 0 ? state <= horizon() : state == StatusChunk.ABORTED && revertedBelow(id);
    }

    private boolean revertedBelow(long id) {
        Long at = reverted.get(id);
        return at != null && at <= horizon();
    }

    /**
     * Raises both as far as views and transactions allow, unless nothing was written since but the record of the last raise: an idle database writes nothing. Waits for log room; the caller
     * holds no latch.
     */
    public void raise(MiniTransaction mtr) {
        // Before VDL: whatever has ended by then is durable at or below it.
        long activity = transactions.activity();
        long vdl = transactions.volume().vdl();
        // Pages are read at VDL and older versions of rows come from undo, so no view holds this one back.
        transactions.volume().raiseLowestReadLsn(vdl);
        boolean idle = vdl == raisedAt && activity == raisedWith;
        if (idle && raisedFully && reverted.isEmpty()) {
            return;
        }
        if (!idle) {
            wanted = vdl;
        }
        long before = horizon();
        // After VDL: see above.
        long elsewhere = transactions.volume().oldestViewOfReaders();
        long now = transactions.views().raise(Math.min(vdl, elsewhere));
        long from = transactions.allVisibleBelow();
        long id = from;
        long end = transactions.nextId();
        while (id < end && id - from < MAX_STEPS && settled(id)) {
            id++;
        }
        if (now == before && id == from) {
            return;
        }
        mtr.begin(1);
        try {
            int header = mtr.fix(VolumeHeader.PAGE);
            mtr.latch(header);
            VolumeHeader.set(mtr, header, HeaderSlot.PURGE_HORIZON, now);
            VolumeHeader.set(mtr, header, HeaderSlot.ALL_VISIBLE_BELOW, id);
            raisedAt = mtr.commit();
        } finally {
            mtr.close();
        }
        raisedWith = activity;
        // Others tell how far they are some time after this record: waiting for them to reach it would mean one record
        // after another.
        raisedFully = now >= wanted && id - from < MAX_STEPS;
        for (long passed = from; passed < id && !reverted.isEmpty(); passed++) {
            reverted.remove(passed);
        }
        if (id > from) {
            transactions.status().allVisibleBelow(id);
            transactions.status().dropBelow(mtr, id);
        }
    }
}
