package org.borealisdb.sql.service;

import org.borealisdb.engine.transaction.Savepoint;
import org.borealisdb.sql.execute.DeferredChecks;

/** A point that SQL can go back to: how far the transaction, its checks and its notifications had come. */
record NamedSavepoint(
        String name, Savepoint savepoint, DeferredChecks.Mark checks, SessionNotifications.Mark notifications) {}
