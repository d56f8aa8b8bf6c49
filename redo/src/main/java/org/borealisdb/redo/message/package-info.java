/**
 * Messages between compute and storage nodes, among storage nodes, and between a writer and the readers that follow its log ({@link org.borealisdb.redo.message.StreamMessage}). Each begins with the
 * same 16 bytes:
 *
 * <table border="1">
 * <caption>Message header, little-endian</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>4</td><td>magic {@code BRSM}</td></tr>
 * <tr><td>4</td><td>1</td><td>version of the type's format</td></tr>
 * <tr><td>5</td><td>1</td><td>message type</td></tr>
 * <tr><td>6</td><td>2</td><td>0</td></tr>
 * <tr><td>8</td><td>4</td><td>length of the whole message</td></tr>
 * <tr><td>12</td><td>4</td><td>CRC32C of everything behind this field</td></tr>
 * </table>
 *
 * <p>Every message names its volume, and carries the volume epoch under which it was sent where it can change anything. Decoding
 * checks magic, version, type, length and checksum, and throws {@link org.borealisdb.runtime.codec.MalformedException} for anything
 * else than a well-formed message.
 */
@NullMarked
package org.borealisdb.redo.message;

import org.jspecify.annotations.NullMarked;
