/**
 * Keys: a port to a key service (a KMS), which wraps the data keys of volumes under master keys that it does not give away.
 * {@link org.borealisdb.cloud.key.LocalKeyService} keeps a master key in files; AWS KMS is in the optional module {@code cloud-aws};
 * {@link org.borealisdb.cloud.key.RoutedKeyService} picks by the master key's name.
 *
 * <p>Both formats are framed values ({@link org.borealisdb.runtime.codec.Framed}), version 1:
 *
 * <table border="1">
 * <caption>The content of a file {@code master-N}, magic {@code BRMK}, and of a data key that it wrapped, magic {@code BRWK}; little-endian</caption>
 * <tr><th>format</th><th>bytes</th><th>field</th></tr>
 * <tr><td>both</td><td>16</td><td>random number of the region, the same in all versions of its master key</td></tr>
 * <tr><td>both</td><td>4</td><td>version of the master key</td></tr>
 * <tr><td>{@code BRMK}</td><td>8, 32</td><td>when it was made, in microseconds since 1970; the key</td></tr>
 * <tr><td>{@code BRWK}</td><td>12, 48</td><td>nonce, random; the data key and its tag: AES-256-GCM, with the data key's name as additional data</td></tr>
 * </table>
 *
 * <p>A master key wraps a few data keys in its life, far from the 2^32 up to which random nonces of 96 bits are safe.
 */
@NullMarked
package org.borealisdb.cloud.key;

import org.jspecify.annotations.NullMarked;
