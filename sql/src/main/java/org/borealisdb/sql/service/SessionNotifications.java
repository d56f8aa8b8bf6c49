package org.borealisdb.sql.service;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.session.SqlNotification;
import org.jspecify.annotations.Nullable;

/**
 * What a session listens to, and what its transaction notifies of when it commits. Belongs to the session's task, but for {@link #take}.
 */
final class SessionNotifications {
    /** A payload is shorter than this in bytes, as PostgreSQL has it. */
    private static final int PAYLOAD_LIMIT = 8000;

    private static final int CHANNEL_LIMIT = 64;

    private final Notifications all;
    private final Notifications.Listener listener;
    private final long databaseId;
    private final int processId;
    private final List<Wish> wishes = new ArrayList<>();
    private final Set<SqlNotification> notifications = new LinkedHashSet<>();
    private boolean added;
    private boolean begun;

    /**
     * A change of what is listened to.
     *
     * @param channel none for all of them
     */
    private record Wish(@Nullable String channel, boolean listens) {}

    /** How far a transaction had come. */
    record Mark(int wishes, int notifications) {}

    SessionNotifications(Notifications all, long databaseId, int processId, Runnable told) {
        this.all = all;
        this.databaseId = databaseId;
        this.processId = processId;
        this.listener = all.new Listener(databaseId, told);
    }

    /** Listens to a channel from the commit on. */
    void listen(String channel) {
        wishes.add(new Wish(channel, true));
    }

    /** Listens to a channel, or to all of them, no longer from the commit on. */
    void unlisten(@Nullable String channel) {
        wishes.add(new Wish(channel, false));
    }

    /**
     * Notifies at the commit; the same twice is once.
     *
     * @throws SqlException 22023 if the channel or the payload cannot be
     */
    void announce(String channel, String payload) {
        if (channel.isEmpty()) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "channel name cannot be empty");
        }
        if (bytes(channel) >= CHANNEL_LIMIT) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "channel name too long");
        }
        if (bytes(payload) >= PAYLOAD_LIMIT) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "payload string too long");
        }
        notifications.add(new SqlNotification(processId, channel, payload));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Returns the channels. */
    List<String> channels() {
        return listener.channels();
    }

    /** Returns how full the fullest queue of the instance is. */
    double usage() {
        return all.usage();
    }

    /** Takes what the session was told. May be called by any task. */
    List<SqlNotification> take() {
        return listener.take();
    }

    Mark mark() {
        return new Mark(wishes.size(), notifications.size());
    }

    /** Forgets what was wished for since a mark. */
    void rollbackTo(Mark mark) {
        wishes.subList(Math.min(mark.wishes(), wishes.size()), wishes.size()).clear();
        List<SqlNotification> kept = new ArrayList<>(notifications);
        notifications.clear();
        notifications.addAll(kept.subList(0, Math.min(mark.notifications(), kept.size())));
    }

    /**
     * The transaction is about to commit. {@link #committed} or {@link #rolledBack} follows.
     *
     * @throws SqlException 54000 if somebody has too much to take yet
     */
    void beforeCommit() {
        if (!notifications.isEmpty()) {
            all.begin(databaseId, List.copyOf(notifications));
            begun = true;
        }
    }

    /** The transaction has committed. */
    void committed() {
        List<SqlNotification> told = List.copyOf(notifications);
        if (!wishes.isEmpty()) {
            change();
        }
        end(told);
    }

    private void change() {
        Set<String> channels = new LinkedHashSet<>(listener.channels());
        for (Wish wish : wishes) {
            if (wish.channel() == null) {
                channels.clear();
            } else if (wish.listens()) {
                channels.add(wish.channel());
            } else {
                channels.remove(wish.channel());
            }
        }
        listener.listen(channels);
        if (!added && !channels.isEmpty() && !begun) {
            all.add(listener);
            added = true;
        } else if (!added && !channels.isEmpty()) {
            // The order is held by this very transaction: what it notifies of is told to itself, too.
            all.addWithin(listener);
            added = true;
        }
    }

    /** The transaction was rolled back, or its commit failed. */
    void rolledBack() {
        end(List.of());
    }

    private void end(List<SqlNotification> told) {
        wishes.clear();
        notifications.clear();
        if (begun) {
            begun = false;
            all.end(databaseId, told);
        }
    }

    /** The session ends. */
    void close() {
        rolledBack();
        if (added) {
            all.remove(listener);
            added = false;
        }
    }
}
