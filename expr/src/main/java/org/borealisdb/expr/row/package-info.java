/**
 * How rows and keys are laid out in bytes: the row codec and the key encoding. Pure functions of their input; the engine
 * stores what they make, storage nodes read it for pushed-down scans.
 *
 * <h2>Row, version 0 (little-endian)</h2>
 *
 * <table>
 * <caption>Layout of a row</caption>
 * <tr><th>bytes</th><th>field</th></tr>
 * <tr><td>2</td><td>header: bits 0-10 the number of columns n (at most 1,600), bits 11-14 the version, bit 15 set if the ends
 *     below take 4 bytes instead of 2</td></tr>
 * <tr><td>ceil(n / 8)</td><td>null bitmap: bit i % 8 of byte i / 8 is set if column i is NULL</td></tr>
 * <tr><td>sum of widths</td><td>fixed part, in column order and unaligned: a fixed-width column its value (1, 2, 4, 8, 16
 *     bytes; a uuid in the order of its text, a time with its zone as {@link org.borealisdb.expr.value.ZonedTimes} packs it), any other the end of its value, counted from the start of the variable part; zero, or the end of the one
 *     before, at a NULL</td></tr>
 * <tr><td>rest</td><td>variable part: text as UTF-8, character(n) without the blanks that fill it up (a reader adds what is missing to n characters), bytea
 *     and json as is, jsonb as {@link org.borealisdb.expr.json} says, numeric, jsonpath, bit, bit varying, inet, cidr, macaddr, macaddr8 and arrays in their wire format; a row of fields as
 *     version 1 of its own: a version byte, the count of places in 2 bytes, and for each place the length of the value in 4 bytes, -1 for NULL, and the value (big-endian); a place is
 *     a field's number in its type, which it keeps when others are dropped</td></tr>
 * </table>
 *
 * <p>NULLs keep their place in the fixed part, so that the offset of a column depends on nothing but the column and the
 * width flag: one column is read without looking at the others. A row with fewer columns than the table has now was written
 * before ALTER TABLE ADD COLUMN; the missing columns read as their given defaults.
 *
 * <h2>Key (memcmp order)</h2>
 *
 * <table>
 * <caption>Encoding of one key column</caption>
 * <tr><th>value</th><th>bytes</th></tr>
 * <tr><td>marker</td><td>0x01 for NULL if nulls come first, 0x02 for a value, 0x03 for NULL if they come last</td></tr>
 * <tr><td>bool, "char"</td><td>1 byte</td></tr>
 * <tr><td>int2, int4, int8, date, times, timestamps</td><td>2, 4, 8, 4, 8, 8 bytes big-endian, sign bit flipped</td></tr>
 * <tr><td>uuid</td><td>its 16 bytes</td></tr>
 * <tr><td>oids</td><td>4 bytes big-endian</td></tr>
 * <tr><td>float4, float8</td><td>4, 8 bytes of the IEEE bits, all flipped if negative, else the sign bit; -0 as 0, one NaN</td></tr>
 * <tr><td>text, name, varchar, bpchar (unpadded), bytea</td><td>bytes with 0x00 as 0x00 0xFF, then 0x00 0x00</td></tr>
 * <tr><td>numeric</td><td>class byte; of finite numbers that are not zero: 4 bytes exponent of 100 (sign flipped), pairs of
 *     digits as 1 to 100, then 0x00; exponent and digits inverted if negative</td></tr>
 * <tr><td>interval</td><td>8 bytes of days (a month counts 30), 8 bytes of microseconds of the day; not decoded, because
 *     equal spans differ in their parts</td></tr>
 * <tr><td>jsonb</td><td>what {@link org.borealisdb.expr.json.JsonOrder} writes; not decoded, because equal numbers differ in
 *     their zeros</td></tr>
 * <tr><td>bit, bit varying</td><td>their bytes as of bytea, then how many bits of the last byte are used, 8 if there is none</td></tr>
 * <tr><td>macaddr, macaddr8</td><td>their bytes</td></tr>
 * <tr><td>inet, cidr</td><td>what {@link org.borealisdb.expr.network.NetworkAddressKeys} writes</td></tr>
 * <tr><td>rows of fields</td><td>each field's encoding, ascending, NULL last; not decoded</td></tr>
 * <tr><td>arrays</td><td>per element its encoding with marker 0x02 or 0x03, then 0x01; then dimensions and bounds</td></tr>
 * </table>
 *
 * <p>A descending column's value bytes are inverted; its marker is chosen so that NULLs come where asked. Equal values have
 * equal bytes: 1.0 and 1.00 are one key.
 */
@NullMarked
package org.borealisdb.expr.row;

import org.jspecify.annotations.NullMarked;
