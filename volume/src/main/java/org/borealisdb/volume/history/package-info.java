/**
 * Rewinding as it is asked for and told: {@link org.borealisdb.volume.history.RewindDesk} keeps request and outcome in the metadata log, where whoever asks and the instance that has the
 * volume open both see them.
 */
@NullMarked
package org.borealisdb.volume.history;

import org.jspecify.annotations.NullMarked;
