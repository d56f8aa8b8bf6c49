package org.borealisdb.runtime.real;

/** What the owner of a process does about a task that ended by throwing: usually to log it and to stop the process. */
@FunctionalInterface
public interface TaskFailureHandler {
    /** Called on the thread of the failed task, which counts as done already. */
    void failed(String taskName, Throwable failure);
}
