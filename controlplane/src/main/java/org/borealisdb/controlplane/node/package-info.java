/** A node of the control plane: listens to the instances, tells everybody what it knows, and decides. */
@NullMarked
package org.borealisdb.controlplane.node;

import org.jspecify.annotations.NullMarked;
