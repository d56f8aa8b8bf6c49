package org.borealisdb.sql.session;

/**
 * What one session tells those that listen.
 *
 * @param processId of the session that told it
 */
public record SqlNotification(int processId, String channel, String payload) {}
