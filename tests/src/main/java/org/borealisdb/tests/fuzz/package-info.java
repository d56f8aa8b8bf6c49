/**
 * Differential fuzzing of SQL: {@link org.borealisdb.tests.fuzz.Generator} draws schemas and steps ({@link org.borealisdb.tests.fuzz.Step}: queries, and acts that change something) from a seed, {@link org.borealisdb.tests.fuzz.Checks} asks for the
 * same answer in several ways or of a PostgreSQL as well, and {@link org.borealisdb.tests.fuzz.Reducer} makes a failing case small. One thread; a seed replays exactly.
 */
@NullMarked
package org.borealisdb.tests.fuzz;

import org.jspecify.annotations.NullMarked;
