/**
 * The errors of the world's making: time-outs, lost quorums, stale epochs, full disks. Errors of a client's making live with SQL;
 * errors of our own making are failed checks, which stop their owner.
 */
@NullMarked
package org.borealisdb.runtime.error;

import org.jspecify.annotations.NullMarked;
