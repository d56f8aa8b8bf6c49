/** A volume as it was at one point of its history, for readers: nothing is branched or kept for them, and storage folds the versions of pages that they ask for. */
@NullMarked
package org.borealisdb.volume.past;

import org.jspecify.annotations.NullMarked;
