/**
 * The stage: where the nodes of one process make the newest blocks of their journals durable together.
 *
 * <p>A round of log costs each of six nodes a durable write of its own, which on one disk are six times the requests, flushes and changes of task of one. Nodes that run in one process, on one file system, hand the blocks of their
 * journals to {@link org.borealisdb.storage.stage.JournalStage} instead, which writes those of all nodes that came together at once. A block is as durable there as in its own journal: whoever has staged one may
 * acknowledge it, and copies it into its journal's file, with those that follow it and without waiting for the disk. Before a file of the stage is used again, all who have blocks in it have synced their journals; after a crash, a journal is completed from the stage before
 * anybody reads it ({@link org.borealisdb.storage.journal}). So there are six copies, each with a checksum of its own, and a node is its folder as before, except while it runs, and after a crash.
 *
 * <p>The folder has a file {@code control} and files {@code file-N}, all of one size, zeroed when created. A file is used from its beginning to its end, and again when nobody needs it.
 *
 * <table border="1">
 * <caption>File header, the first 4096 bytes; little-endian</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>4</td><td>magic {@code BRTF}</td></tr>
 * <tr><td>4</td><td>4</td><td>version, 1</td></tr>
 * <tr><td>8</td><td>4</td><td>length of the header, 32</td></tr>
 * <tr><td>12</td><td>4</td><td>CRC32C of bytes 16 to 31</td></tr>
 * <tr><td>16</td><td>16</td><td>identity of the stage, random</td></tr>
 * </table>
 *
 * <table border="1">
 * <caption>Record, at a multiple of 4096 and padded with zeroes to one; little-endian</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>4</td><td>magic {@code BRTR}</td></tr>
 * <tr><td>4</td><td>4</td><td>version, 1</td></tr>
 * <tr><td>8</td><td>4</td><td>length of name and block</td></tr>
 * <tr><td>12</td><td>4</td><td>CRC32C of bytes 16 to the end of the block</td></tr>
 * <tr><td>16</td><td>8</td><td>salt of the journal file's use, which is in that file's header</td></tr>
 * <tr><td>24</td><td>8</td><td>position of the block in that file</td></tr>
 * <tr><td>32</td><td>4</td><td>length of the name</td></tr>
 * <tr><td>36</td><td>...</td><td>name of the node, in UTF-8; then the block without its padding</td></tr>
 * </table>
 *
 * <p>A record says by itself where it belongs. What an earlier use of the file, or a write that the crash tore, left behind does no harm: a position of one use of a journal file is written once, so a record with that salt has
 * what was written there or what was about to be, and nothing else. A record that rots takes one node's block with it, not those of the others; the chain of that journal's blocks then shows what is missing, as it does for damage
 * in the journal itself.
 *
 * <p>{@code control} ({@link org.borealisdb.storage.file.ReplacedFile}, magic {@code BRTC}, version 1) has the identity (16 bytes), 1 if nobody needs anything here or 0 (u32), the number of files (u32), and their numbers (u64 each). It is
 * rewritten when the stage is opened, when a file is made, and when the stage is closed.
 *
 * <p>Threading: any task may write. The first of those that come together writes for all; the others wait for it.
 */
@NullMarked
package org.borealisdb.storage.stage;

import org.jspecify.annotations.NullMarked;
