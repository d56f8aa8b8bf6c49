package org.borealisdb.proxy.gateway;

import java.nio.ByteBuffer;

/**
 * What the bytes that pass tell about a session: whether a reason may be put between them, and whether the server owes the client an answer.
 *
 * <p>Every Query, FunctionCall and Sync is answered by one ReadyForQuery, and so is the start. What else a client sends counts as
 * not answered until the next of these. Where the two disagree (a Sync during COPY has no answer) the session is taken for busy for
 * the rest of its life, which is the safe mistake: an idle one is told that it was ended, as by an administrator, after which clients may rightly do
 * again what they did last; a busy one is told that the connection broke, and that nobody knows what became of its statement.
 *
 * <p>Two tasks use it, one for each direction. What a client sends is noted before it goes on to the instance, so that an instance never
 * works on what is not noted here.
 */
final class SessionState {
    private static final int QUERY = 'Q';
    private static final int FUNCTION_CALL = 'F';
    private static final int SYNC = 'S';
    private static final int PASSWORD = 'p';
    private static final int READY_FOR_QUERY = 'Z';

    private final MessageScan fromClient = new MessageScan(this::requested);
    private final MessageScan fromServer = new MessageScan(this::answered);

    // Of the task that reads from the client.
    private boolean unsynchronized;
    private long requests = 1;

    // Written by that task, read by the other one.
    private volatile long owed = 1;
    private volatile boolean unfinished;

    // Of the task that reads from the server.
    private long ready;

    /** Called by the task that reads from the client, before it writes. */
    void fromClient(ByteBuffer bytes) {
        fromClient.follow(bytes);
        // Only the values after the last byte count: nothing of these bytes is at the instance yet.
        owed = requests;
        unfinished = unsynchronized || !fromClient.betweenMessages();
    }

    private void requested(int type) {
        switch (type) {
            case QUERY, FUNCTION_CALL, SYNC -> {
                requests++;
                unsynchronized = false;
            }
            case PASSWORD -> {}
            default -> unsynchronized = true;
        }
    }

    /** Called by the task that reads from the server. */
    void fromServer(ByteBuffer bytes) {
        fromServer.follow(bytes);
    }

    private void answered(int type) {
        if (type == READY_FOR_QUERY) {
            ready++;
        }
    }

    /** Whether a message may come next for the client. Called by the task that reads from the server. */
    boolean betweenAnswers() {
        return fromServer.betweenMessages();
    }

    /** Whether the client waits for nothing. Called by the task that reads from the server. */
    boolean idle() {
        return !unfinished && ready >= owed && fromServer.betweenMessages();
    }
}
