package org.borealisdb.sql.service;

import java.util.Locale;
import org.borealisdb.sql.session.SessionClient;
import org.borealisdb.sql.session.SqlNotice;

/** A session's client without the notices that {@code client_min_messages} keeps from it; what is for its information comes always. Belongs to the session's task. */
final class LevelledClient implements SessionClient {
    private final SessionClient client;
    private final Settings settings;

    LevelledClient(SessionClient client, Settings settings) {
        this.client = client;
        this.settings = settings;
    }

    @Override
    public void notice(SqlNotice notice) {
        if (notice.level() == SqlNotice.Level.INFO
                || rank(notice.level().name()) >= rank(settings.get("client_min_messages"))) {
            client.notice(notice);
        }
    }

    private static int rank(String level) {
        return switch (level.toLowerCase(Locale.ROOT)) {
            case "log" -> 1;
            case "notice" -> 2;
            case "warning" -> 3;
            case "error" -> 4;
            default -> 0;
        };
    }

    @Override
    public void settingChanged(String name, String value) {
        client.settingChanged(name, value);
    }

    @Override
    public void notified() {
        client.notified();
    }

    @Override
    public void terminate() {
        client.terminate();
    }
}
