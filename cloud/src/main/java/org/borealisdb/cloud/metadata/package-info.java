/**
 * The metadata log: the few facts of a region that must be decided once (who may write a volume, its branches and memberships, later
 * the desired state of the cluster), each under a key, changed by compare-and-set (R7). The data path never waits for it, but to
 * open a volume, change a membership or grow. {@link org.borealisdb.cloud.metadata.FileMetadataLog} keeps it in one file.
 *
 * <table border="1">
 * <caption>The file {@code metadata}, little-endian</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>4</td><td>magic {@code BRML}</td></tr>
 * <tr><td>4</td><td>2</td><td>version, 1</td></tr>
 * <tr><td>6</td><td>2</td><td>0</td></tr>
 * <tr><td>8</td><td>4</td><td>length of the file</td></tr>
 * <tr><td>12</td><td>4</td><td>CRC32C of everything behind this field</td></tr>
 * <tr><td>16</td><td>4</td><td>number of entries</td></tr>
 * <tr><td>...</td><td>...</td><td>entries in order of key: key (u32 length, UTF-8), u64 version, value (u32 length, bytes)</td></tr>
 * </table>
 *
 * <p>A log that has moved elsewhere has the key {@code moved}, with words that say where. Then nothing of it is read or changed any more.
 */
@NullMarked
package org.borealisdb.cloud.metadata;

import org.jspecify.annotations.NullMarked;
