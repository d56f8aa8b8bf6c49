package org.borealisdb.volume.geometry;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.borealisdb.redo.message.Rejection;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.Inquiry;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;

/** Calls to storage nodes: one, or all at once, again and again until they answer. Safe for use by all tasks. */
public final class NodeCalls {
    /** Pause before a node that did not answer is asked again; doubles up to {@link #LONGEST_PAUSE_NANOS}. */
    private static final long FIRST_PAUSE_NANOS = 20_000_000;

    private static final long LONGEST_PAUSE_NANOS = 500_000_000;

    private final Tasks tasks;
    private final Clock clock;
    private final Endpoint endpoint;
    private final long timeoutNanos;

    public NodeCalls(Tasks tasks, Clock clock, Endpoint endpoint, long timeoutNanos) {
        this.tasks = tasks;
        this.clock = clock;
        this.endpoint = endpoint;
        this.timeoutNanos = timeoutNanos;
    }

    /**
     * Asks one node once, and waits for its answer.
     *
     * @throws OperationException if there is none, or it is malformed
     */
    public StorageMessage call(Address node, ByteBuffer request) {
        return StorageMessages.decode(endpoint.call(node, request, timeoutNanos));
    }

    /** Begins to ask a node; others may be asked the same before it has answered. To be closed. */
    public Inquiry inquire(Address node, ByteBuffer request) {
        return endpoint.inquire(node, request, timeoutNanos);
    }

    /** Sends a message, if possible; never waits. */
    public void send(Address node, ByteBuffer message) {
        endpoint.send(node, message);
    }

    /**
     * Asks all of {@code nodes} at the same time, each by a task of its own, until it answers or the result is closed.
     *
     * @param accept takes an answer: empty if it is not the one that was asked for
     */
    public <A> Answers<A> ask(
            String what, List<Address> nodes, ByteBuffer request, Function<StorageMessage, Optional<A>> accept) {
        Answers<A> answers = new Answers<>(tasks, clock, "answers to " + what, nodes);
        for (Address node : nodes) {
            tasks.start(what + " " + node, TaskKind.SESSION, () -> askUntilAnswered(answers, node, request, accept));
        }
        return answers;
    }

    private <A> void askUntilAnswered(
            Answers<A> answers, Address node, ByteBuffer request, Function<StorageMessage, Optional<A>> accept) {
        long pause = FIRST_PAUSE_NANOS;
        boolean again = true;
        while (again) {
            String trouble;
            try {
                StorageMessage message = call(node, request.duplicate());
                if (message instanceof Rejection rejection) {
                    answers.rejected(node, rejection);
                    return;
                }
                Optional<A> answer = accept.apply(message);
                if (answer.isPresent()) {
                    answers.answered(node, answer.get());
                    return;
                }
                trouble = "gave an answer that does not suffice";
            } catch (OperationException e) {
                trouble = "does not answer (" + e.getMessage() + ")";
            }
            again = answers.failed(node, trouble, pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
        }
    }
}
