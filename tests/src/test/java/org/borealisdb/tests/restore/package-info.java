/** A region whose disks are all lost, restored from its backup. */
@NullMarked
package org.borealisdb.tests.restore;

import org.jspecify.annotations.NullMarked;
