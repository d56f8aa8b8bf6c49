package org.borealisdb.storage.backup;

import java.util.ArrayList;
import java.util.List;

/** Points in time that the index does not have yet: while the store can't be reached they gather here, so that a restore can go to that time too. Used by one task. */
final class TimeNotes {
    /** Points at one a turn: half an hour. Beyond, every second one is forgotten. */
    static final int MOST = 1800;

    private final List<TimePoint> notes = new ArrayList<>();

    /** At {@code millis} VDL was {@code vdl} on {@code timeline}; noted if that is news. */
    void note(long millis, int timeline, long vdl) {
        TimePoint last = notes.isEmpty() ? new TimePoint(0, 1, 0) : notes.getLast();
        if (last.timeline() == timeline && last.lsn() == vdl) {
            return;
        }
        if (notes.size() == MOST) {
            for (int at = MOST - 1; at > 0; at -= 2) {
                notes.remove(at);
            }
        }
        notes.add(new TimePoint(Math.max(last.millis() + 1, millis), timeline, vdl));
    }

    /** {@code known} and what was noted since: times only grow, and a point is noted once. */
    List<TimePoint> behind(List<TimePoint> known) {
        List<TimePoint> all = new ArrayList<>(known);
        for (TimePoint note : notes) {
            TimePoint last = all.isEmpty() ? new TimePoint(0, 1, 0) : all.getLast();
            boolean later = note.timeline() > last.timeline()
                    || (note.timeline() == last.timeline() && note.lsn() > last.lsn());
            if (later) {
                all.add(new TimePoint(Math.max(last.millis() + 1, note.millis()), note.timeline(), note.lsn()));
            }
        }
        return all;
    }

    /** They are in the index. */
    void clear() {
        notes.clear();
    }
}
