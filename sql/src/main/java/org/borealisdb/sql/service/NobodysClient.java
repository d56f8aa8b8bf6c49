package org.borealisdb.sql.service;

import org.borealisdb.sql.session.SessionClient;
import org.borealisdb.sql.session.SqlNotice;

/** The client of a session that serves nobody: what it is told is for nobody to read. */
final class NobodysClient implements SessionClient {
    @Override
    public void notice(SqlNotice notice) {
        // Nobody reads it.
    }

    @Override
    public void settingChanged(String name, String value) {
        // Nobody asked for it.
    }

    @Override
    public void terminate() {
        // What nobody waits for is cancelled, if anything.
    }
}
