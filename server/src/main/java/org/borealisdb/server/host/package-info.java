/** Host agents: each runs the nodes of a region that are on its machine, and instances that were added, as processes of their own (docs/hosts.md). Whatever they do, a region's nodes go on without them. */
@org.jspecify.annotations.NullMarked
package org.borealisdb.server.host;
