/**
 * Deterministic tasks. Each task is a virtual thread, but only the one that holds the baton runs: whoever waits, or reaches a point
 * where the seed says so, picks the next among those that can run, hands the baton over and parks. Virtual time stands still while
 * anyone can run (but for a little for each step, so that no loop is endless), then jumps to the next timer.
 *
 * <p>The tasks of a crashed process are never resumed: their threads stay parked, without their {@code finally} blocks running, and are
 * collected when the world is dropped (with {@code -Djdk.trackAllThreads=false}).
 */
@NullMarked
package org.borealisdb.simulation.task;

import org.jspecify.annotations.NullMarked;
