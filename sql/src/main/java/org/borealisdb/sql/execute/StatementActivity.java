package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.borealisdb.engine.activity.ChangedRows;
import org.borealisdb.engine.activity.ReadActivity;
import org.borealisdb.engine.activity.TableActivity;
import org.borealisdb.engine.activity.TaskCounts;
import org.borealisdb.engine.table.Table;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.sql.plan.Plan;

/**
 * Counts what one run does with tables, in plain numbers, and hands the sums over when it ends: a row costs one addition, however many tasks there are. Belongs to the run's task.
 */
final class StatementActivity {
    private final IdentityHashMap<Plan.Scan, Scans> scans = new IdentityHashMap<>(1);
    private final List<ChangedRows> changes = new ArrayList<>(1);

    /** The scans of one node of a plan, which may be opened again and again. */
    static final class Scans {
        private long begun;
        private long rows;

        /** Another row that the run sees was found, wanted or not. */
        void found() {
            rows++;
        }
    }

    /** A scan that was begun begins again. */
    Scans again(Scans known, Plan.Scan plan) {
        if (scans.isEmpty()) {
            return begin(plan);
        }
        known.begun++;
        return known;
    }

    /** A scan begins. */
    Scans begin(Plan.Scan plan) {
        Scans known = scans.computeIfAbsent(plan, _ -> new Scans());
        known.begun++;
        return known;
    }

    /** Returns what counts changes of a table. */
    ChangedRows changesOf(Table table) {
        for (ChangedRows known : changes) {
            if (known.table() == table.activity()) {
                return known;
            }
        }
        ChangedRows added = new ChangedRows(table.activity());
        changes.add(added);
        return added;
    }

    /** What was read so far does not count. */
    void forgetScans() {
        scans.clear();
    }

    /** The run ends, well or not. */
    void end(Transaction transaction) {
        TaskCounts work = transaction.workspace().counts();
        scans.forEach((plan, counted) -> {
            work.rows(counted.rows, plan.access().index().isPresent() ? counted.rows : 0);
            TableActivity table = plan.table().table().activity();
            ReadActivity source = plan.access()
                    .index()
                    .map(index -> table.index(index.object().id()))
                    .orElse(table.reads());
            source.read(counted.begun, counted.rows);
            transaction.noteRead(source, counted.begun, counted.rows);
        });
        for (ChangedRows each : changes) {
            if (!each.isEmpty()) {
                each.table().changed(each);
                work.changed(each);
                transaction.noteChanged(each);
            }
        }
        scans.clear();
        changes.clear();
    }
}
