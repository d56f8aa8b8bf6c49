/**
 * How long a page read takes, and what storage does for it, while a writer goes on: six storage nodes, here or as processes, and a volume's client, a load that is shaped like TPC-B's redo
 * ({@link org.borealisdb.benchmarks.getpage.WriteLoad}), and readers that ask for random pages as of random LSNs of the history
 * ({@link org.borealisdb.benchmarks.getpage.ReadLoad}), each of whose answers is compared with what was written.
 */
@NullMarked
package org.borealisdb.benchmarks.getpage;

import org.jspecify.annotations.NullMarked;
