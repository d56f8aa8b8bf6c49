/**
 * Simulation of a volume: the production code of storage nodes and of the volume's client, six nodes in three zones, writers that
 * crash, freeze, get cut off and rival each other, and everything that goes wrong with disks and networks; all from one seed.
 *
 * <p>{@link org.borealisdb.tests.volume.PageModel} knows what must be true: which mini-transactions each writer appended, and what every
 * page was after each of them. Checked all along: no acknowledged commit is lost, no page version differs from the model, VDL
 * never moves back and is always the end of a mini-transaction, a fenced writer gets nothing acknowledged and answers nothing.
 * Checked at the end: all healthy segments have converged, page by page.
 *
 * <p>{@link org.borealisdb.tests.volume.VolumeSimulation} is one run of that; {@link org.borealisdb.tests.volume.DatabaseSimulation} one with the engine on
 * top. {@link org.borealisdb.tests.volume.Coverage} says what many runs must have met, {@link org.borealisdb.tests.volume.PlantedBugSearch} looks for
 * mistakes made on purpose.
 */
@NullMarked
package org.borealisdb.tests.volume;

import org.jspecify.annotations.NullMarked;
