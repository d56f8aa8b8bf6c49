/**
 * The metadata log: the few facts of a region that must be decided once (who may write a volume, its branches and memberships, later
 * the desired state of the cluster), each under a key, changed by compare-and-set (R7). The data path never waits for it, but to
 * open a volume, change a membership or grow.
 */
@NullMarked
package org.borealisdb.cloud.metadata;

import org.jspecify.annotations.NullMarked;
