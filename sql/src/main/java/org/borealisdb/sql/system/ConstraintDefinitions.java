package org.borealisdb.sql.system;

/** Those who make constraints. */
record ConstraintDefinitions(KeyDefinitions keys, CheckDefinitions checks, ForeignKeyDefinitions foreignKeys) {}
