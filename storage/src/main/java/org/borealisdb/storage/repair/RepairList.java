package org.borealisdb.storage.repair;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.redo.message.SegmentRepair;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;

/** What is told of the segments that are being rebuilt or wait for it. Safe for use by all tasks. */
final class RepairList {
    private final Lock lock;
    private List<SegmentRepair> repairs = List.of();
    /** Of those, what could not be done at the last look. */
    private List<Need> failed = List.of();

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

    /** True if pages of the segment are being copied. */
    boolean underWay(VolumeId volume, int group) {
        return all().stream()
                .anyMatch(
                        repair -> repair.volume().equals(volume) && repair.group() == group && repair.totalBytes() > 0);
    }

    /** True if that was tried at the last look, and failed. */
    boolean failedLately(VolumeId volume, int group) {
        lock.lock();
        try {
            return failed.stream().anyMatch(need -> same(need, volume, group));
        } finally {
            lock.unlock();
        }
    }

    private static boolean same(Need need, VolumeId volume, int group) {
        return need.volume().id().equals(volume) && need.segment().group() == group;
    }

    /** All that there is to do now. */
    void reset(List<Need> needs) {
        List<SegmentRepair> all =
                needs.stream().map(need -> repair(need, need.reason(), 0, 0)).toList();
        lock.lock();
        try {
            repairs = all;
            failed = List.of();
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
        lock.lock();
        try {
            List<Need> more = new ArrayList<>(failed);
            more.add(need);
            failed = List.copyOf(more);
        } finally {
            lock.unlock();
        }
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
                if (!same(need, repair.volume(), repair.group())) {
                    all.add(repair);
                }
            }
            repairs = List.copyOf(all);
        } finally {
            lock.unlock();
        }
    }
}
