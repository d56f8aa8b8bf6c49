package org.borealisdb.sql.service;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the rows that a client copies in. */
interface CopyRows {
    /** Reads the next row into its fields, {@code null} for NULL; false at the end. */
    boolean next(List<@Nullable String> fields);
}
