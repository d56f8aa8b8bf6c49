/**
 * A network that delays, loses, doubles and reorders messages, and parts hosts from each other, as the seed and the test want.
 */
@NullMarked
package org.borealisdb.simulation.net;

import org.jspecify.annotations.NullMarked;
