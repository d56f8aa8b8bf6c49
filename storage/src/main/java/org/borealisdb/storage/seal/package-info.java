/**
 * Encryption at rest: what a node writes of an encrypted volume's data is sealed with AES-256-GCM, beneath the journal, the layers and the raw logs.
 *
 * <p>A volume has one or more data keys, which its metadata hold wrapped. {@link org.borealisdb.storage.seal.VolumeKeys} unwraps them, in memory only. A data key itself encrypts
 * nothing: each use of a file takes a {@link org.borealisdb.storage.seal.FileKey} derived from it.
 *
 * <h2>A nonce is never used twice under a key</h2>
 *
 * <ol>
 * <li>Each <em>use</em> of a file (a layer or raw log that is being written, a generation of the journal) draws a salt of 256 random bits and derives its own key:
 * {@code HKDF-SHA256(data key, salt, purpose)}. Two uses share a key only if they draw the same salt: among 2^64 uses the chance is below 2^-128.
 * So it does not matter that a file of that name existed before and a crash took it, that six nodes write the same log at the same LSNs, that nodes are restored from old copies of their disks, or that a
 * journal's generation numbers begin anew on a new disk.</li>
 * <li>Within a use, one task seals, and a nonce is {@code (u64 sequence, u32 part)}: of a layer the place of the page among its pages, of a journal block its sequence and the place of the section in
 * it, of a raw log 1. Each counts upwards and is used once: a layer or raw log that was not finished is written anew, with a new salt; a journal write that failed ends the node (R5), and a start
 * begins a new generation.</li>
 * <li>Bytes that are copied (hard links of clones, uploads, copies of files on another node) are copies of what was sealed, and not sealed again. Pages that are copied from peers are sealed
 * by whoever writes them, with a salt of its own.</li>
 * </ol>
 *
 * <p>The simulation notes every (key, nonce) of a seed and fails it if one comes twice ({@link org.borealisdb.storage.seal.SealListener}).
 *
 * <h2>Damage, and wrong keys</h2>
 *
 * <p>Checksums cover the sealed bytes. They are compared first, so that whatever rots is damage, in the same way with and without encryption, and can be found without keys. Bytes with a good checksum
 * that do not open were changed on purpose, or moved: damage too. What does not name a key that this node has is no damage but {@link org.borealisdb.cloud.key.KeyUnavailableException}.
 *
 * <p>Sealed: records and images, with their LSNs and lengths. In the clear: which pages a layer has, how many entries and bytes of each; metadata, manifests, marks of damage.
 * The index of a layer is authenticated.
 */
@NullMarked
package org.borealisdb.storage.seal;

import org.jspecify.annotations.NullMarked;
