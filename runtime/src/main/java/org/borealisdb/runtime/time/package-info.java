/**
 * Time as the rest of the system sees it: a monotonic clock for leases and time-outs, and a wall clock for people.
 * Nothing outside {@code runtime.real} asks the JDK for the time, so a simulation can move it.
 */
@NullMarked
package org.borealisdb.runtime.time;

import org.jspecify.annotations.NullMarked;
