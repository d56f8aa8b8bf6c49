/**
 * Counters of what happened. They feed status pages, and tell a simulation which branches of a protocol it has reached.
 */
@NullMarked
package org.borealisdb.runtime.metric;

import org.jspecify.annotations.NullMarked;
