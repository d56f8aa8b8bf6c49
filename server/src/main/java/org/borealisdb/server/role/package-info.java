/**
 * The roles that a process can have, put together from the parts of the product: the only place where the real runtime, transports
 * and files are chosen.
 *
 * <p>{@link org.borealisdb.server.role.RegionPlan} says which nodes there are. {@link
 * org.borealisdb.server.role.StorageNodeRole} is one storage node, {@link org.borealisdb.server.role.ClusterHost} what a process has of the
 * clusters, and {@link org.borealisdb.server.role.RegionInOneProcess} all of them together on direct calls. {@link
 * org.borealisdb.server.role.RealWorld} is what the roles of a process share. {@code ClusterEndpoints} has a gateway lead clients to the main cluster's instances, {@link org.borealisdb.server.role.GatewayRole} does so in a process of its own.
 *
 * <p>Invariants: a role is wired the same whether it is alone in its process or not; only the {@code Network} differs. Instances stop
 * before storage nodes. A storage node that fails never ends the process of a region; a writer that is fenced follows the
 * next one where there is a control plane, and otherwise ends its process. Every role reports itself as a {@link org.borealisdb.server.region.NodeHealth}.
 *
 * <p>Threading: a role is opened and closed by one task; everything else may be called by any.
 */
@NullMarked
package org.borealisdb.server.role;

import org.jspecify.annotations.NullMarked;
