/**
 * Measurements: micro-benchmarks and the drivers of the comparisons that {@code docs/benchmarks.md} records.
 *
 * <p>Imports everything. Nothing imports it, and it is not shipped.
 */
@NullMarked
package org.borealisdb.benchmarks;

import org.jspecify.annotations.NullMarked;
