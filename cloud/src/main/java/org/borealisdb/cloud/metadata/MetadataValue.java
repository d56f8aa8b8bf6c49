package org.borealisdb.cloud.metadata;

import java.nio.ByteBuffer;

/** A value with its version, which counts the changes of its key from 1. The bytes are a read-only view from position to limit. */
public record MetadataValue(long version, ByteBuffer bytes) {
    public MetadataValue {
        bytes = bytes.slice().asReadOnlyBuffer();
    }
}
