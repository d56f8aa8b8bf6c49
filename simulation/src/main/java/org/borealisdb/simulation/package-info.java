/**
 * A world in which one seed decides everything: {@link org.borealisdb.simulation.SimulatedWorld} has hosts, each with a disk that
 * survives crashes and at most one live process, whose tasks, clock, files, network and randomness are the runtime's interfaces. The
 * production code runs in it unchanged. For tests only.
 */
@NullMarked
package org.borealisdb.simulation;

import org.jspecify.annotations.NullMarked;
