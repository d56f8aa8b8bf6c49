/**
 * Tasks and what they wait on. A {@link org.borealisdb.runtime.task.Task} is a piece of plain blocking code with a name and an
 * owner; {@link org.borealisdb.runtime.task.Lock}, {@link org.borealisdb.runtime.task.Condition},
 * {@link org.borealisdb.runtime.task.Parker} and {@link org.borealisdb.runtime.task.BoundedQueue} are the only things that it may
 * wait on, besides network calls and files, so that a simulator sees every wait and can choose who goes on.
 *
 * <p>{@code synchronized} is for leaf code only: it must not wait for anything, nor call out. There is no interrupt: a task ends
 * because what it waits on was closed.
 */
@NullMarked
package org.borealisdb.runtime.task;

import org.jspecify.annotations.NullMarked;
