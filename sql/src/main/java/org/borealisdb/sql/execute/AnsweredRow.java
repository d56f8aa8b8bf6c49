package org.borealisdb.sql.execute;

import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last answer of a subquery whose only row is a value.
 *
 * @param isVolatile whether the same arguments may get another answer
 * @param places the columns that a row which is assigned was asked for
 * @param arguments that it was asked with
 * @param row what it answered; empty for NULL
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares answers.
record AnsweredRow(
        boolean isVolatile, BitSet places, @Nullable Object[] arguments, Optional<Object> row) {}
