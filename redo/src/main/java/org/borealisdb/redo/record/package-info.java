/**
 * Redo records: byte operations on one page, in a form that needs no knowledge of the engine to apply.
 *
 * <table border="1">
 * <caption>Redo record, little-endian</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>2</td><td>length of the whole record in bytes, 20 to 65,535</td></tr>
 * <tr><td>2</td><td>1</td><td>flags: 1 = CPL (last of its mini-transaction), 2 = INIT (the chain of the page begins here), 4 = the catalog changed, 8 = FREE (the page ends here; with INIT, and without operations)</td></tr>
 * <tr><td>3</td><td>1</td><td>0</td></tr>
 * <tr><td>4</td><td>8</td><td>page number</td></tr>
 * <tr><td>12</td><td>8</td><td>previous LSN of the page (back link; whatever it was, for an INIT record)</td></tr>
 * <tr><td>20</td><td>...</td><td>operations</td></tr>
 * </table>
 *
 * <table border="1">
 * <caption>Operations</caption>
 * <tr><th>operation</th><th>bytes</th><th>meaning</th></tr>
 * <tr><td>SET</td><td>{@code 1, u16 offset, u16 length, bytes}</td><td>put bytes</td></tr>
 * <tr><td>MOVE</td><td>{@code 2, u16 destination, u16 source, u16 length}</td><td>copy within the page, overlap allowed</td></tr>
 * <tr><td>FILL</td><td>{@code 3, u16 offset, u16 length, u8 value}</td><td>repeat one byte</td></tr>
 * <tr><td>STAMP</td><td>{@code 4, u16 offset}</td><td>put this record's own LSN (8 bytes)</td></tr>
 * <tr><td>IMAGE</td><td>{@code 5, u16 hole offset, u16 hole length, bytes}</td><td>the whole page behind its LSN, without the hole, which is zero</td></tr>
 * <tr><td>PACKED</td><td>{@code 6, u16 offset, u16 length, u16 packed length, packed bytes}</td><td>put bytes that stand here in the block format of LZ4</td></tr>
 * </table>
 *
 * <p>The LSN of a record is its end in the stream (see {@link org.borealisdb.redo.message.Batch}); it is not stored in it. An INIT
 * record's page starts from zeroes. A FREE record leaves all of the page zero, its LSN included: it reads as one that was never written. Sizes never depend on LSNs. Pure: no state, no I/O.
 */
@NullMarked
package org.borealisdb.redo.record;

import org.jspecify.annotations.NullMarked;
