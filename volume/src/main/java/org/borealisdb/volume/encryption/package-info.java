/**
 * The data keys of a volume, from the side of those who create, open and administer it: {@link org.borealisdb.volume.encryption.DataKeys} makes and checks them,
 * {@link org.borealisdb.volume.encryption.KeyRotation} wraps them anew. Storage nodes unwrap them for themselves ({@code storage.seal}).
 */
@NullMarked
package org.borealisdb.volume.encryption;

import org.jspecify.annotations.NullMarked;
