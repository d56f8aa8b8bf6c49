package org.borealisdb.redo.message;

import org.borealisdb.redo.volume.VolumeId;

/** One-way among storage nodes: your copy of {@code page} seems to differ from others; compare it with all of them (R15). */
public record CompareAgain(VolumeId volume, int group, long page) implements StorageMessage {}
