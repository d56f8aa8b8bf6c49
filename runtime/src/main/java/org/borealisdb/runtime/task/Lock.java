package org.borealisdb.runtime.task;

/** Mutual exclusion between tasks, not reentrant: a task that takes a lock it holds has a bug, and is told so. */
public interface Lock {
    void lock();

    boolean tryLock();

    /** Gives the lock up; fails if the calling task does not hold it. */
    void unlock();

    /** True if the calling task holds this lock. */
    boolean held();

    /** A new condition of this lock. */
    Condition condition();
}
