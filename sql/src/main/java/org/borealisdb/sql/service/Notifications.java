package org.borealisdb.sql.service;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.sql.session.SqlNotification;

/**
 * Who listens on an instance, and what each has still to be told. Safe for use by all tasks.
 *
 * <p>A transaction that notifies holds {@link #order} from before its commit until it has told everybody, so that all hear of transactions in the order in which they were
 * committed. Sessions take what they are told whenever they like, under the lock of their listener, which is held for a moment only; {@code order} is taken first where both are.
 */
final class Notifications {
    /** Most that a session may leave untaken, so that one that never asks holds no more memory than this times 8 KB. */
    static final int MAXIMUM_UNTAKEN = 4096;

    private final Tasks tasks;
    private final Lock order;

    /** Guarded by {@code order}. */
    private final Set<Listener> listeners = new LinkedHashSet<>();

    Notifications(Tasks tasks) {
        this.tasks = tasks;
        this.order = tasks.lock("notifications");
    }

    /** What a session has to be told. */
    final class Listener {
        private final long databaseId;
        private final Runnable told;
        private final Lock lock = tasks.lock("listener");

        /** Guarded by {@code lock}. */
        private final Set<String> channels = new LinkedHashSet<>();

        /** Guarded by {@code lock}. */
        private final ArrayDeque<SqlNotification> untaken = new ArrayDeque<>();

        /**
         * Makes one that listens to nothing yet.
         *
         * @param told is called when there is something to take; it must return at once
         */
        Listener(long databaseId, Runnable told) {
            this.databaseId = databaseId;
            this.told = told;
        }

        /** Takes everything that the session was told. */
        List<SqlNotification> take() {
            lock.lock();
            try {
                List<SqlNotification> all = List.copyOf(untaken);
                untaken.clear();
                return all;
            } finally {
                lock.unlock();
            }
        }

        /** Returns the channels, in the order in which they were listened to. */
        List<String> channels() {
            lock.lock();
            try {
                return List.copyOf(channels);
            } finally {
                lock.unlock();
            }
        }

        /** Listens to other channels than before. */
        void listen(Set<String> now) {
            lock.lock();
            try {
                channels.clear();
                channels.addAll(now);
            } finally {
                lock.unlock();
            }
        }

        private int untaken() {
            lock.lock();
            try {
                return untaken.size();
            } finally {
                lock.unlock();
            }
        }

        private boolean hears(SqlNotification notification) {
            lock.lock();
            try {
                return channels.contains(notification.channel());
            } finally {
                lock.unlock();
            }
        }

        private void tell(SqlNotification notification) {
            lock.lock();
            try {
                untaken.add(notification);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Adds a listener; nothing if it is there. */
    void add(Listener listener) {
        order.lock();
        try {
            listeners.add(listener);
        } finally {
            order.unlock();
        }
    }

    /** Adds a listener of whoever has begun to notify. */
    void addWithin(Listener listener) {
        if (!order.held()) {
            throw new IllegalStateException("nobody has begun to notify");
        }
        listeners.add(listener);
    }

    /** Removes a listener; nothing if it is not there. */
    void remove(Listener listener) {
        order.lock();
        try {
            listeners.remove(listener);
        } finally {
            order.unlock();
        }
    }

    /**
     * Begins to notify: until {@link #end}, nobody else does.
     *
     * @throws SqlException 54000 if a listener has too much untaken; then nothing has begun
     */
    void begin(long databaseId, List<SqlNotification> notifications) {
        order.lock();
        boolean fits = false;
        try {
            for (Listener listener : listeners) {
                if (listener.databaseId == databaseId
                        && listener.untaken() + notifications.size() > MAXIMUM_UNTAKEN
                        && notifications.stream().anyMatch(listener::hears)) {
                    throw new SqlException(
                            ErrorCode.PROGRAM_LIMIT_EXCEEDED, "too many notifications in the NOTIFY queue");
                }
            }
            fits = true;
        } finally {
            if (!fits) {
                order.unlock();
            }
        }
    }

    /** Tells everybody who listens, unless there is nothing to tell because the transaction has failed. */
    void end(long databaseId, List<SqlNotification> notifications) {
        List<Runnable> told = new ArrayList<>();
        try {
            for (Listener listener : listeners) {
                boolean any = false;
                for (SqlNotification notification : notifications) {
                    if (listener.databaseId == databaseId && listener.hears(notification)) {
                        listener.tell(notification);
                        any = true;
                    }
                }
                if (any) {
                    told.add(listener.told);
                }
            }
        } finally {
            order.unlock();
        }
        told.forEach(Runnable::run);
    }

    /** Returns how full the fullest queue is, from 0 to 1. */
    double usage() {
        order.lock();
        try {
            int most = listeners.stream().mapToInt(Listener::untaken).max().orElse(0);
            return Math.min(1, most / (double) MAXIMUM_UNTAKEN);
        } finally {
            order.unlock();
        }
    }
}
