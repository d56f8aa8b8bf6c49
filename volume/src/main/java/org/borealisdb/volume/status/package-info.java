/**
 * How a volume is, for people and for programs that watch it: {@link org.borealisdb.volume.status.VolumeStatus} is what its writer knows,
 * {@link org.borealisdb.volume.status.NodeAnswer} what its storage nodes said of themselves when the healer asked them last.
 *
 * <p>Nobody is asked for it and nothing waits for it: a status is put together from what the writer keeps anyway, group by group, so that
 * groups may be some microseconds apart. Its size is that of the volume, six segments a group and at most
 * {@link org.borealisdb.redo.volume.Geometry#MAX_GROUPS} groups. Immutable values, for any task.
 */
@NullMarked
package org.borealisdb.volume.status;

import org.jspecify.annotations.NullMarked;
