/**
 * Small files that are replaced as a whole: the journal's control file, a volume's metadata, a segment's manifest.
 *
 * <p>{@link org.borealisdb.storage.file.ReplacedFile} writes a new file beside the old one, syncs it and renames it over the old one, so a reader
 * finds the old content or the new one and never a mixture. Each content has a magic, a version, a length and a CRC32C of its own. Stateless;
 * two tasks must not replace the same file at once.
 */
@NullMarked
package org.borealisdb.storage.file;

import org.jspecify.annotations.NullMarked;
