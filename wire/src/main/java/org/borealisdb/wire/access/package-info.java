/**
 * Who may connect from where, before a password is asked for: rules in the form of PostgreSQL's {@code pg_hba.conf}
 * (<a href="https://www.postgresql.org/docs/15/auth-pg-hba-conf.html">documentation</a>). Immutable, and safe for all tasks.
 */
@NullMarked
package org.borealisdb.wire.access;

import org.jspecify.annotations.NullMarked;
