/**
 * Disks that forget what was not synced, tear what was being written at a crash, get slow or full, fail, and rot.
 */
@NullMarked
package org.borealisdb.simulation.file;

import org.jspecify.annotations.NullMarked;
