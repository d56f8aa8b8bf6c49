/**
 * Locks that transactions hold until their end: on tables, rows, and numbers of the application's choosing (advisory).
 *
 * <p>The usual row lock needs nothing of this package: the transaction id in a row's newest version is its exclusive lock while
 * that transaction runs. Everything else is in the one {@link org.borealisdb.engine.lock.LockTable}: explicit and shared row locks,
 * table locks, advisory locks, and every wait. A transaction that meets a row written by a running one first makes that implicit lock
 * an explicit one of the writer, and then queues behind it, so that all waiting is first come, first served, and there is one
 * wait-for graph. A request that would close a cycle in it fails at once (40P01): no timer is involved.
 *
 * <p>Invariants: a granted mode conflicts with no granted mode of another owner group; a waiter conflicts with a grant or with a waiter
 * ahead of it; the number of locks is bounded (53200).
 *
 * <p>Threading: one monitor guards the table. It is a leaf: it is taken under page latches, and nothing is waited for inside. Waiting
 * happens outside of it, on a parker of the waiting task, and never under a latch. Whoever ends a transaction hands its locks
 * directly to the waiters that get them, and wakes only those.
 */
@NullMarked
package org.borealisdb.engine.lock;

import org.jspecify.annotations.NullMarked;
