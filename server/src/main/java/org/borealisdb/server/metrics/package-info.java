/**
 * Metrics of one process for Prometheus and the like, on a port of their own that is open only if it was asked for. What is shown is the
 * process's last {@link org.borealisdb.server.region.RegionReport}, at most a second old: looking asks nobody and waits for nothing.
 *
 * <p>{@link org.borealisdb.server.metrics.RegionMetrics} says which metrics there are, {@link org.borealisdb.server.metrics.Exposition} writes
 * them down, {@link org.borealisdb.server.metrics.MetricsServer} answers HTTP. Names begin with {@code borealis_}; labels are {@code node}, {@code zone},
 * {@code volume}, and {@code group} for the few groups that a report lists. While no port is asked for, nothing of the JDK's server is loaded.
 */
@NullMarked
package org.borealisdb.server.metrics;

import org.jspecify.annotations.NullMarked;
