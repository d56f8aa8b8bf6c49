package org.borealisdb.redo.message;

import org.borealisdb.redo.volume.VolumeId;

/** A call: how are you? Answered by {@link NodeStatus}. */
public record StatusRequest(VolumeId volume) implements StorageMessage {}
