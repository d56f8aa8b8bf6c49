/**
 * Files as the storage formats need them: positional reads and writes that are whole or fail, explicit durability, atomic
 * replacement, preallocation. Every failure is a {@link org.borealisdb.runtime.file.FileException} with a kind that says what the
 * owner must do; a failed or short durable write is never retried (R5).
 */
@NullMarked
package org.borealisdb.runtime.file;

import org.jspecify.annotations.NullMarked;
