/** Decides when the writer is gone, and who is next. Pure: it is told what was heard of whom, and when. */
@NullMarked
package org.borealisdb.controlplane.failover;

import org.jspecify.annotations.NullMarked;
