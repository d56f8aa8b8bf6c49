/** How figures are summed up and shown, and under which conditions they came about. */
@NullMarked
package org.borealisdb.benchmarks.figure;

import org.jspecify.annotations.NullMarked;
