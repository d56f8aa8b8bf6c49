/**
 * Who does what in a cluster: {@link org.borealisdb.controlplane.fleet} is what the instances say of themselves and what is decided of them, {@link org.borealisdb.controlplane.failover} decides who
 * writes when the writer is gone, and {@link org.borealisdb.controlplane.node} is the process that listens to all. The data path never waits for any of it.
 */
@NullMarked
package org.borealisdb.controlplane;

import org.jspecify.annotations.NullMarked;
