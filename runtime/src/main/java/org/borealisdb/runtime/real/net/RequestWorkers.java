package org.borealisdb.runtime.real.net;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;

/**
 * The session tasks that work on the requests of peers. A task is started when no other is free, up to a limit, and stays for the
 * next request for a while: starting a thread costs more than most requests.
 */
final class RequestWorkers {
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String owner;
    private final Tasks tasks;
    private final int workerLimit;
    private final int waitingLimit;

    /** Guards what follows. */
    private final Lock lock;

    private final Condition changed;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int workers;
    private int idle;
    private long started;
    private boolean closed;

    RequestWorkers(Address self, LinkEnvironment environment) {
        this.owner = "requests at " + self;
        this.tasks = environment.tasks();
        this.workerLimit = environment.limits().workers();
        this.waitingLimit = environment.limits().waitingRequests();
        this.lock = tasks.lock(owner);
        this.changed = lock.condition();
    }

    /** Has {@code request} worked on soon; false if too many wait. */
    boolean submit(Runnable request) {
        String newWorker;
        lock.lock();
        try {
            boolean enoughIdle = idle > waiting.size();
            boolean mayStart = workers < workerLimit;
            if (closed || (!enoughIdle && !mayStart && waiting.size() >= waitingLimit)) {
                return false;
            }
            waiting.addLast(request);
            if (enoughIdle || !mayStart) {
                changed.signal();
                return true;
            }
            workers++;
            started++;
            newWorker = owner + " " + started;
        } finally {
            lock.unlock();
        }
        tasks.start(newWorker, TaskKind.SESSION, this::work);
        return true;
    }

    /** Forgets what waits and lets the workers end. */
    void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        boolean ended = false;
        try {
            for (Optional<Runnable> request = next(); request.isPresent(); request = next()) {
                request.get().run();
            }
            ended = true;
        } finally {
            if (!ended) {
                leave();
            }
        }
    }

    /** The next request; empty if there is none for long, after which the calling worker no longer counts. */
    private Optional<Runnable> next() {
        lock.lock();
        try {
            boolean timeLeft = true;
            while (waiting.isEmpty() && !closed && timeLeft) {
                idle++;
                timeLeft = changed.await(IDLE_NANOS);
                idle--;
            }
            if (waiting.isEmpty()) {
                workers--;
                return Optional.empty();
            }
            return Optional.of(waiting.removeFirst());
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            workers--;
        } finally {
            lock.unlock();
        }
    }
}
