package org.borealisdb.volume.writer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Quorum;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.Parker;
import org.jspecify.annotations.Nullable;

/**
 * The writer's lease (R11): until when it may answer from what it knows.
 *
 * <p><b>Why it is right.</b> A lease ends one lease time after its confirmation was <i>asked</i>, whenever the answers come. It takes four of the root group's
 * six nodes, each answering under our epoch, or the metadata log saying that ours is the newest. A new writer changes the log, then fences three of six,
 * then waits a lease time. A confirmation asked after the fence gets at most three answers; one asked before ends before that wait does. While
 * the root group changes its members the same holds, since only who knows the same membership as we do is counted, and three of the older one know it before the
 * change is settled (R14). The clock may stand still while the machine is suspended: then a lease could be thought valid for too long by that time, which is why a machine's suspension must not be
 * hidden from its clock (on Linux, CLOCK_MONOTONIC does not count it; the standard lease is shorter than any suspension is noticed, so
 * run writers where nobody suspends them).
 */
final class Lease {
    /** Questions under way; older ones are forgotten. */
    private static final int MOST_QUESTIONS = 64;

    /** One question, and which members of the root group have answered. */
    private static final class Question {
        final long nonce;
        final long askedAt;
        final TreeSet<Address> answered = new TreeSet<>();

        Question(long nonce, long askedAt) {
            this.nonce = nonce;
            this.askedAt = askedAt;
        }
    }

    private final long leaseNanos;

    @GuardedBy("this")
    private Membership root;

    @GuardedBy("this")
    private final ArrayDeque<Question> questions = new ArrayDeque<>();

    @GuardedBy("this")
    private final List<Parker> waiting = new ArrayList<>();

    @GuardedBy("this")
    private long nonces;

    private volatile long validUntil;
    private volatile boolean used;

    /** A lease that was last confirmed by a question asked at {@code confirmedAt}. */
    Lease(Membership root, long leaseNanos, long confirmedAt) {
        this.root = root;
        this.leaseNanos = leaseNanos;
        this.validUntil = confirmedAt + leaseNanos;
    }

    /** True if the lease is valid at {@code now}. */
    boolean validAt(long now) {
        return now - validUntil < 0;
    }

    /** Notes that somebody relies on the lease, so that it is renewed ahead. */
    void use() {
        if (!used) {
            used = true;
        }
    }

    /** True if it was used since the last call. */
    boolean takeUsed() {
        boolean was = used;
        used = false;
        return was;
    }

    /** Begins a question asked at {@code now}; its nonce goes with the heartbeats. */
    synchronized long ask(long now) {
        if (questions.size() == MOST_QUESTIONS) {
            questions.removeFirst();
        }
        nonces++;
        questions.addLast(new Question(nonces, now));
        return nonces;
    }

    /** From now on the root group is {@code membership}: answers so far count no more. */
    synchronized void follow(Membership membership) {
        root = membership;
        questions.clear();
    }

    /**
     * Takes the answer of {@code node}, which knows the same membership of the root group as we do, to the question {@code nonce}; true if that
     * confirms the lease.
     */
    boolean answered(Address node, long nonce) {
        long askedAt;
        synchronized (this) {
            Question question = find(nonce);
            if (question == null || !root.contains(node)) {
                return false;
            }
            question.answered.add(node);
            if (!root.reached(Quorum.WRITE, question.answered::contains)) {
                return false;
            }
            askedAt = question.askedAt;
            for (Iterator<Question> each = questions.iterator(); each.hasNext(); ) {
                if (each.next().nonce <= nonce) {
                    each.remove();
                }
            }
        }
        confirmed(askedAt);
        return true;
    }

    private synchronized @Nullable Question find(long nonce) {
        for (Question question : questions) {
            if (question.nonce == nonce) {
                return question;
            }
        }
        return null;
    }

    /** The epoch was confirmed by a question asked at {@code askedAt}. */
    void confirmed(long askedAt) {
        List<Parker> woken;
        synchronized (this) {
            long until = askedAt + leaseNanos;
            if (until - validUntil > 0) {
                validUntil = until;
            }
            woken = new ArrayList<>(waiting);
            waiting.clear();
        }
        woken.forEach(Parker::unpark);
    }

    /** From now on {@code parker} is unparked at the next confirmation. */
    synchronized void await(Parker parker) {
        waiting.add(parker);
    }

    /** No longer. */
    synchronized void forget(Parker parker) {
        waiting.remove(parker);
    }

    /** Wakes all who wait, for the writer has ended. */
    void wakeAll() {
        List<Parker> woken;
        synchronized (this) {
            woken = new ArrayList<>(waiting);
            waiting.clear();
        }
        woken.forEach(Parker::unpark);
    }
}
