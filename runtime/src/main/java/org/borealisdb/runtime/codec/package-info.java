/**
 * Shared pieces of the byte formats: CRC32C, and the error for bytes that do not decode. All formats are little-endian and carry
 * magic, version, length and checksum (docs/formats.md).
 */
@NullMarked
package org.borealisdb.runtime.codec;

import org.jspecify.annotations.NullMarked;
