package org.borealisdb.storage.repair;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.redo.message.SegmentRepair;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;

/** What is told of the segments that are being rebuilt or wait for it. Safe for use by all tasks. */
final class RepairList {
    private final Lock lock;
    private List<SegmentRepair> repairs = List.of();

    RepairList(Tasks tasks) {
        lock = tasks.lock("repair list");
    }

    List<SegmentRepair> all() {
        lock.lock();
        try {
            return repairs;
        } finally {
            lock.unlock();
        }
    }

    /** All that there is to do now. */
    void reset(List<Need> needs) {
        List<SegmentRepair> all =
                needs.stream().map(need -> repair(need, need.reason(), 0, 0)).toList();
        lock.lock();
        try {
            repairs = all;
        } finally {
            lock.unlock();
        }
    }

    /** {@code need} is done. */
    void done(Need need) {
        replace(need, List.of());
    }

    /** {@code need} can't be met for now. */
    void waits(Need need, String why) {
        replace(need, List.of(repair(need, need.reason() + "; waits: " + why, 0, 0)));
    }

    /** So many bytes were copied, of {@code totalBytes}. */
    void copied(Need need, long copiedBytes, long totalBytes) {
        replace(need, List.of(repair(need, need.reason(), copiedBytes, totalBytes)));
    }

    private static SegmentRepair repair(Need need, String reason, long copiedBytes, long totalBytes) {
        return new SegmentRepair(
                need.volume().id(), need.segment().group(), reason, copiedBytes, totalBytes, need.forgotUnder());
    }

    private void replace(Need need, List<SegmentRepair> by) {
        lock.lock();
        try {
            List<SegmentRepair> all = new ArrayList<>(by);
            for (SegmentRepair repair : repairs) {
                boolean same = repair.volume().equals(need.volume().id())
                        && repair.group() == need.segment().group();
                if (!same) {
                    all.add(repair);
                }
            }
            repairs = List.copyOf(all);
        } finally {
            lock.unlock();
        }
    }
}
