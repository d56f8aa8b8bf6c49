/**
 * The journal of a storage node (R4, R5): where batches of redo are durable before they are acknowledged, of all volumes and groups together.
 *
 * <p>{@link org.borealisdb.storage.journal.Journal} appends; {@link org.borealisdb.storage.journal.JournalRecovery} reads it back after a start. The
 * journal is a set of files, zeroed when created; all have one size but those that were made in a hurry. Each use of a file is a <em>generation</em>, numbered without gaps
 * and never reused; a start always begins a new one and rewrites nothing. A generation that nobody needs any more gives its file to a later
 * one, after the control file says so durably.
 *
 * <table border="1">
 * <caption>File header, the first 4096 bytes; little-endian</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>4</td><td>magic {@code BRJF}</td></tr>
 * <tr><td>4</td><td>4</td><td>version, 2</td></tr>
 * <tr><td>8</td><td>4</td><td>length of the header, 88</td></tr>
 * <tr><td>12</td><td>4</td><td>CRC32C of bytes 16 to 87</td></tr>
 * <tr><td>16</td><td>8</td><td>generation, from 1; 0 in a file that was made ahead and never used</td></tr>
 * <tr><td>24</td><td>8</td><td>salt: random, also in every block of the generation, so that stored data can't pass for a block</td></tr>
 * <tr><td>32</td><td>8</td><td>where the generation before ended: position in its file</td></tr>
 * <tr><td>40</td><td>8</td><td>sequence of its last block, 0 if it has none</td></tr>
 * <tr><td>48</td><td>8</td><td>0</td></tr>
 * <tr><td>56</td><td>32</td><td>salt of this use's keys, random ({@link org.borealisdb.storage.seal})</td></tr>
 * </table>
 *
 * <table border="1">
 * <caption>Block, at a multiple of 4096 and padded with zeroes to one; little-endian</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>4</td><td>magic {@code BRJB}</td></tr>
 * <tr><td>4</td><td>4</td><td>version, that of the file</td></tr>
 * <tr><td>8</td><td>4</td><td>length of the payload</td></tr>
 * <tr><td>12</td><td>4</td><td>CRC32C of bytes 16 to the end of the payload</td></tr>
 * <tr><td>16</td><td>8</td><td>generation</td></tr>
 * <tr><td>24</td><td>8</td><td>salt of the generation</td></tr>
 * <tr><td>32</td><td>8</td><td>sequence within the generation, from 1</td></tr>
 * <tr><td>40</td><td>4</td><td>CRC32C field of the block before, 0 for the first</td></tr>
 * <tr><td>44</td><td>4</td><td>number of sections</td></tr>
 * <tr><td>48</td><td>...</td><td>sections</td></tr>
 * </table>
 *
 * <table border="1">
 * <caption>Section: entries of one volume that came one after the other; little-endian</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>8</td><td>volume</td></tr>
 * <tr><td>8</td><td>16</td><td>id of the data key (u64 high, u64 low half); 0 if the section is in the clear</td></tr>
 * <tr><td>24</td><td>4</td><td>length of the entries</td></tr>
 * <tr><td>28</td><td>4</td><td>number of entries</td></tr>
 * <tr><td>32</td><td>...</td><td>entries: u32 length, bytes of a whole batch message; if sealed, with the nonce {@code (sequence of the block, place of the section from 0)} and these 32 bytes as
 * additional data, the 16 bytes of the tag are behind them</td></tr>
 * </table>
 *
 * <p>Version 1 has a file header of 56 bytes without the salt of keys, and in a block, in place of the sections, the entries themselves, whose number is at 44.
 *
 * <p>One write is one block and one write is in flight at a time, so the sequence is the write number too, and a torn write is one bad block: there are
 * no good blocks of the same write behind it. A bad block is damage if a good block of a later sequence follows in
 * the generation, or if the next generation's header says that this one went beyond it; otherwise the log ends there for ever. An entry that
 * is no well-formed batch in a good block is damage too: it was one when it was written.
 *
 * <p>Volume metadata are not in the journal: they live in a replaced file of their own, so that they survive damage here (a node whose
 * journal rots still knows its epochs) and hold back no file's recycling.
 *
 * <p>Threading: one task appends. Preparing and releasing files is for one background task.
 */
@NullMarked
package org.borealisdb.storage.journal;

import org.jspecify.annotations.NullMarked;
