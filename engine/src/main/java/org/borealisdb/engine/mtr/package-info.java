/**
 * Mini-transactions: atomic sets of page edits that write their own redo.
 *
 * <p>{@link org.borealisdb.engine.mtr.MiniTransaction} is the only way to change a page. Its edit methods change the cached page and capture the same bytes
 * as redo operations, so redo cannot be forgotten; commit appends one record per page to the volume's log and sets the LSNs.
 *
 * <p><b>The order of latches</b>, everywhere: pages of one B+tree from the root downwards, and from left to right within a level (no mini-transaction latches two trees,
 * but for overflow pages, which no other task reaches); then undo pages; then transaction status pages; then space map pages by number; then the volume header.
 *
 * <p>Threading: a mini-transaction object belongs to one session (task) and is used again and again; it makes no garbage.
 */
@NullMarked
package org.borealisdb.engine.mtr;

import org.jspecify.annotations.NullMarked;
