/** The command line of {@code ./borealis bench}. */
@NullMarked
package org.borealisdb.benchmarks.cli;

import org.jspecify.annotations.NullMarked;
