package org.borealisdb.runtime.real;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Parker;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;

/**
 * The tasks of one process, on threads. Which kind of thread carries a task is decided here and nowhere else; see
 * {@link org.borealisdb.runtime.real}.
 */
public final class RealTasks implements Tasks, AutoCloseable {
    /** How many sessions at a time run on platform threads; later ones run on virtual threads. */
    public static final int PLATFORM_SESSIONS = 48;

    /** The shortest pause that goes through the timers' queue. */
    private static final long VIRTUAL_PAUSE_NANOS = 1;

    private static final System.Logger LOG = System.getLogger(RealTasks.class.getName());

    /** How long {@link #close()} waits before it says in the log for whom, over and over. */
    private static final Duration CLOSING_REPORT = Duration.ofSeconds(10);

    private final TaskFailureHandler failureHandler;
    private final Set<RealTask> running = ConcurrentHashMap.newKeySet();
    private final AtomicInteger platformSessions = new AtomicInteger();
    private volatile boolean closed;

    /** Tasks of a process that reacts to what escapes them by {@code failureHandler}. */
    public RealTasks(TaskFailureHandler failureHandler) {
        this.failureHandler = failureHandler;
    }

    @Override
    public Task start(String name, TaskKind kind, Runnable body) {
        boolean platformSession = kind == TaskKind.SESSION && takePlatformSession();
        boolean virtual = kind == TaskKind.SESSION && !platformSession;
        RealTask task = new RealTask(name, body, virtual, platformSession);
        running.add(task);
        boolean started = false;
        try {
            // After the task was added, so that a concurrent close either sees it or makes this fail.
            if (closed) {
                throw new IllegalStateException("task " + name + " cannot start: the process is closing its tasks");
            }
            task.thread().start();
            started = true;
        } finally {
            if (!started) {
                leave(task);
            }
        }
        return task;
    }

    @Override
    public Lock lock(String name) {
        return new RealLock(name);
    }

    @Override
    public Parker parker() {
        return new RealParker();
    }

    @Override
    public void sleep(long nanos) {
        try {
            Thread.sleep(Duration.ofNanos(Math.max(0, nanos)));
        } catch (InterruptedException interruption) {
            throw Interrupts.failure("sleep");
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>A virtual thread parks for a moment instead of yielding. One that yields joins the end of its carrier's own queue, and a carrier looks at what
     * others hand to it (expired timers, contended monitors) only once that queue is empty: a few tasks that take turns in yielding would keep
     * everyone else from running for ever, the one that they wait for included.
     */
    @Override
    // Giving way is the point; nothing is promised about who runs next.
    @SuppressWarnings("ThreadPriorityCheck")
    public void giveWay() {
        if (Thread.currentThread().isVirtual()) {
            LockSupport.parkNanos(VIRTUAL_PAUSE_NANOS);
        } else {
            Thread.yield();
        }
    }

    /** Nothing: real threads come in between by themselves. */
    @Override
    public void interleave() {}

    /** Number of tasks that have not ended. */
    public int running() {
        return running.size();
    }

    /**
     * Refuses new tasks and waits for all others (not the calling one). Their owners must have closed what they wait on; those that
     * go on regardless are named in the log.
     */
    @Override
    public void close() {
        closed = true;
        for (RealTask task : running) {
            if (task.thread() != Thread.currentThread()) {
                while (!task.join(CLOSING_REPORT.toNanos())) {
                    LOG.log(System.Logger.Level.WARNING, "still waiting for task {0} to end", task.name());
                }
            }
        }
    }

    private boolean takePlatformSession() {
        int taken = platformSessions.get();
        while (taken < PLATFORM_SESSIONS) {
            if (platformSessions.compareAndSet(taken, taken + 1)) {
                return true;
            }
            taken = platformSessions.get();
        }
        return false;
    }

    private void leave(RealTask task) {
        if (running.remove(task) && task.platformSession()) {
            platformSessions.decrementAndGet();
        }
    }

    /** The root of every task, and therefore the one place that may catch everything. */
    private void run(RealTask task, Runnable body) {
        try {
            body.run();
            leave(task);
        } catch (Throwable failure) {
            // First, so that a handler which closes these tasks does not wait for this one.
            leave(task);
            report(task, failure);
        }
    }

    private void report(RealTask task, Throwable failure) {
        try {
            failureHandler.failed(task.name(), failure);
        } catch (RuntimeException second) {
            second.addSuppressed(failure);
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the handler for the failure of task " + task.name() + " failed",
                    second);
        }
    }

    /** One task and its thread. */
    private final class RealTask implements Task {
        private final String name;
        private final boolean platformSession;
        private final Thread thread;
        private volatile boolean done;

        RealTask(String name, Runnable body, boolean virtual, boolean platformSession) {
            this.name = name;
            this.platformSession = platformSession;
            Thread.Builder builder =
                    virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
            this.thread = builder.name(name).unstarted(() -> runToEnd(body));
        }

        private void runToEnd(Runnable body) {
            try {
                RealTasks.this.run(this, body);
            } finally {
                done = true;
            }
        }

        Thread thread() {
            return thread;
        }

        boolean platformSession() {
            return platformSession;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean done() {
            return done;
        }

        @Override
        public void join() {
            checkNotItself();
            try {
                thread.join();
            } catch (InterruptedException interruption) {
                throw Interrupts.failure("joining task " + name);
            }
        }

        @Override
        public boolean join(long timeoutNanos) {
            checkNotItself();
            try {
                return thread.join(Duration.ofNanos(Math.max(0, timeoutNanos)));
            } catch (InterruptedException interruption) {
                throw Interrupts.failure("joining task " + name);
            }
        }

        private void checkNotItself() {
            if (thread == Thread.currentThread()) {
                throw new IllegalStateException("task " + name + " waits for its own end");
            }
        }
    }
}
