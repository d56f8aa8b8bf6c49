/**
 * The object store: where backups live, apart from all storage nodes. Objects have a name, are written whole and never changed; the few that are
 * (indexes) are replaced by compare-and-set on a tag.
 *
 * <p>{@link org.borealisdb.cloud.objectstore.DirectoryObjectStore} keeps a copy of every object in the folder of each zone, so it outlives a zone as S3
 * does. It is written against {@code runtime.file}, so it runs in the simulation too.
 *
 * <table border="1">
 * <caption>A copy of an object in the directory store, little-endian</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>4</td><td>magic {@code BROB}</td></tr>
 * <tr><td>4</td><td>4</td><td>version, 1; 2 if zeroes follow on the last checksum, so that the file has whole blocks of 4096 bytes</td></tr>
 * <tr><td>8</td><td>8</td><td>tag: 1 for a new object, one more with each replacement</td></tr>
 * <tr><td>16</td><td>8</td><td>length of the content</td></tr>
 * <tr><td>24</td><td>4</td><td>CRC32C of the object's name in UTF-8</td></tr>
 * <tr><td>28</td><td>4</td><td>CRC32C of bytes 0 to 27</td></tr>
 * <tr><td>32</td><td>...</td><td>content</td></tr>
 * <tr><td>...</td><td>4 each</td><td>CRC32C of each block of 64 KiB of the content</td></tr>
 * <tr><td>...</td><td>4</td><td>CRC32C of those checksums</td></tr>
 * </table>
 */
@NullMarked
package org.borealisdb.cloud.objectstore;

import org.jspecify.annotations.NullMarked;
