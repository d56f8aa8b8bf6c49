/**
 * The clusters of a region: databases of their own, each on a volume of its own, that share the region's storage nodes. The first, {@code main}, comes with the region; the others are
 * clones, or restored from snapshots. A snapshot is a volume that was branched off a cluster's and that nobody writes. What is decided of them is in the metadata log
 * ({@link org.borealisdb.server.cluster.ClusterRegistry}); {@link org.borealisdb.server.role.ClusterHost} makes it so.
 * The main cluster's readers and endpoints are there too ({@link org.borealisdb.server.cluster.InstanceRegistry}, {@link org.borealisdb.server.cluster.EndpointRegistry}),
 * with what gateways need to know of them ({@link org.borealisdb.server.cluster.EndpointNumbers}, {@link org.borealisdb.server.cluster.RegionNames}).
 */
@NullMarked
package org.borealisdb.server.cluster;

import org.jspecify.annotations.NullMarked;
