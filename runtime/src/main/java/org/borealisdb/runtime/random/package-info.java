/**
 * Randomness as a parameter: jitter, ids and salts come from a {@link org.borealisdb.runtime.random.RandomSource}, which a
 * simulation seeds.
 */
@NullMarked
package org.borealisdb.runtime.random;

import org.jspecify.annotations.NullMarked;
