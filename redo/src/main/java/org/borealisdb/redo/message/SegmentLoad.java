package org.borealisdb.redo.message;

/**
 * What a segment costs its node.
 *
 * @param group      of the volume that was asked for
 * @param layerBytes bytes of its layers
 * @param logBytes   bytes of log that it took since the node started
 * @param reads      pages that were read from it since the node started
 */
public record SegmentLoad(int group, long layerBytes, long logBytes, long reads) {}
