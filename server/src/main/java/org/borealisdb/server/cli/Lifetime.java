package org.borealisdb.server.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.borealisdb.volume.FencedException;
import picocli.CommandLine.ExitCode;

/**
 * How a process that runs a role ends. The main thread does all the work: it waits here, closes what it opened and says
 * {@link #finished}. A signal starts the JVM's shutdown hook, which only asks for the end and waits for that.
 *
 * <p>What cannot go on (a fenced writer, a task that threw) is not closed but halted: what is acknowledged is durable, and code that
 * has met the impossible must not run on.
 */
final class Lifetime {
    private static final System.Logger LOG = System.getLogger(Lifetime.class.getName());

    /** Whoever begins several roles in one process ends them by this. */
    static final ScopedValue<CountDownLatch> END_OF_ALL = ScopedValue.newInstance();

    private final CountDownLatch end = END_OF_ALL.isBound() ? END_OF_ALL.get() : new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicReference<String> failure = new AtomicReference<>("");
    private volatile int exitCode = ExitCode.SOFTWARE;

    /** From now on signals are answered. */
    Lifetime() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopOnSignal, "shutdown"));
    }

    private void stopOnSignal() {
        if (finished.getCount() == 0) {
            return;
        }
        end.countDown();
        try {
            finished.await();
        } catch (InterruptedException nobodyDoesThis) {
            Thread.currentThread().interrupt();
        }
        // An end that was asked for is no error, whatever signal asked; unless closing failed.
        Runtime.getRuntime().halt(exitCode);
    }

    /** Waits for the end. */
    void awaitEnd() throws InterruptedException {
        end.await();
    }

    /** Waits for the end; false if it has not come after so long. */
    boolean awaitEnd(long millis) throws InterruptedException {
        return end.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Ends the process because it cannot go on; the first reason counts. Any thread may call it. */
    void end(String reason) {
        failure.compareAndSet("", reason);
        end.countDown();
    }

    /**
     * What a task threw, which no task may; except that a background task of a writer may find that the writer was fenced. Then the guard of the
     * instance finds the same at once, and ends the process once clients were told.
     */
    void taskFailed(String task, Throwable thrown) {
        if (thrown instanceof FencedException) {
            LOG.log(System.Logger.Level.WARNING, "task {0} ends: {1}", task, thrown.getMessage());
            return;
        }
        LOG.log(System.Logger.Level.ERROR, "task " + task + " failed", thrown);
        end("task " + task + " failed: " + thrown + (thrown instanceof OutOfMemoryError ? largerHeap() : ""));
    }

    private static String largerHeap() {
        return "; the heap has at most " + (Runtime.getRuntime().maxMemory() >> 20)
                + " MiB, BOREALIS_JAVA_OPTS=-Xmx2g gives it more";
    }

    /** Why the process cannot go on; empty if it can. */
    String failure() {
        return String.valueOf(failure.get());
    }

    /** Everything is closed, and the process ends well. */
    void closed() {
        exitCode = ExitCode.OK;
    }

    /** The main thread has left the role, well or by an exception: called in any case, or a shutdown would wait for ever. */
    void finished() {
        finished.countDown();
    }

    /** Ends the process at once, saying why. */
    static void halt(String reason) {
        LOG.log(System.Logger.Level.ERROR, "{0}", reason);
        System.err.println("borealis: " + reason);
        System.err.flush();
        Runtime.getRuntime().halt(ExitCode.SOFTWARE);
    }
}
