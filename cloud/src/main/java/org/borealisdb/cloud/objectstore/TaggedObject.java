package org.borealisdb.cloud.objectstore;

import java.nio.ByteBuffer;

/**
 * A small object, read whole.
 *
 * @param tag   names this version of it
 * @param bytes a read-only view from position to limit
 */
public record TaggedObject(String tag, ByteBuffer bytes) {
    public TaggedObject {
        bytes = bytes.slice().asReadOnlyBuffer();
    }
}
