package org.borealisdb.storage.layer;

/**
 * What a layer file is known by.
 *
 * @param header what it is about
 * @param bytes  of the file
 * @param index  checksum of its index, which has those of all its sections
 */
public record LayerMark(LayerHeader header, long bytes, int index) {}
