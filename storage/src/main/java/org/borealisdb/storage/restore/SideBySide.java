package org.borealisdb.storage.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.jspecify.annotations.Nullable;

/** Does many things side by side, each of which mostly waits for a store or a disk. */
final class SideBySide {
    private SideBySide() {}

    /** Does all of {@code works}, at most {@code most} at a time. If one fails, no more are begun, and that is thrown when those under way have ended. */
    static void run(Tasks tasks, String name, int most, List<Runnable> works) {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        Runnable worker = () -> {
            for (int index = next.getAndIncrement();
                    index < works.size() && failure.get() == null;
                    index = next.getAndIncrement()) {
                try {
                    works.get(index).run();
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                }
            }
        };
        List<Task> workers = new ArrayList<>();
        for (int count = 0; count < Math.min(most, works.size()); count++) {
            workers.add(tasks.start(name, TaskKind.BACKGROUND, worker));
        }
        workers.forEach(Task::join);
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }
}
