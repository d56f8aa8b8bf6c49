package org.borealisdb.server.fault;

import org.borealisdb.sql.postgres.FaultInjection.Request;

/**
 * A fault that lasts.
 *
 * @param request    what was asked for
 * @param what       in words
 * @param endsNanos  when it ends, by the real clock
 * @param endsMillis the same by the wall clock, for people
 */
record ActiveFault(Request request, String what, long endsNanos, long endsMillis) {}
