/**
 * Breaks a region of real processes at random, while clients work, and checks what they were told (docs/chaos.md). {@link org.borealisdb.tests.chaos.ChaosRun} does all; {@link org.borealisdb.tests.chaos.Relays} are the links between processes, which can be cut.
 */
@org.jspecify.annotations.NullMarked
package org.borealisdb.tests.chaos;
