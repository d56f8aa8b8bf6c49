/**
 * Endpoints: names that stand for one or more instances of a cluster, as those of Aurora do.
 *
 * <p>{@link org.borealisdb.proxy.endpoint.Endpoint} is what was asked for (the cluster's, the readers', a custom one, an instance's),
 * {@link org.borealisdb.proxy.endpoint.TopologyView} what the cluster is at a moment. Both are values; {@link
 * org.borealisdb.proxy.endpoint.EndpointChoice} is the pure function of the two that says where a new connection goes, and whether one that
 * was made earlier may stay. {@link org.borealisdb.proxy.endpoint.Topology} is where whoever knows the cluster publishes what it
 * has become, and others wait for that.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>A view has at most one writer. So no endpoint ever stands for two of them.
 *   <li>Versions of a cluster's views only grow: what was published later is never taken back by what was published earlier.
 *   <li>An endpoint for reading leads to the writer only if it is the cluster's reader endpoint and no reader answers, or a custom one of type
 *       {@code ANY}.
 * </ul>
 */
@NullMarked
package org.borealisdb.proxy.endpoint;

import org.jspecify.annotations.NullMarked;
