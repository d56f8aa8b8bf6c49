/**
 * What all sides must agree on in a page: its size and its header. Everything behind the header is the engine's business.
 *
 * <table border="1">
 * <caption>Page header, little-endian</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>8</td><td>LSN of the last record applied (0: never written)</td></tr>
 * <tr><td>8</td><td>8</td><td>page number, set by the first record of the page, against misdirected reads</td></tr>
 * <tr><td>16</td><td>1</td><td>page type (the engine's)</td></tr>
 * <tr><td>17</td><td>1</td><td>flags, 0</td></tr>
 * <tr><td>18</td><td>6</td><td>the engine's</td></tr>
 * </table>
 *
 * <p>The LSN is written by {@link org.borealisdb.redo.record.PageApplier} alone; records never touch its bytes. Checksums are not
 * in the page: they belong to the files and messages that carry it.
 */
@NullMarked
package org.borealisdb.redo.page;

import org.jspecify.annotations.NullMarked;
