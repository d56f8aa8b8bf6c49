package org.borealisdb.sql.service;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.borealisdb.engine.FollowedMemoryVolume;
import org.borealisdb.engine.MemoryVolume;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.real.RealClock;
import org.borealisdb.runtime.real.RealRandom;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.sql.forward.ForwardAnswer;
import org.borealisdb.sql.forward.ForwardCodec;
import org.borealisdb.sql.forward.ForwardDesk;
import org.borealisdb.sql.forward.ForwardRequest;
import org.borealisdb.sql.forward.WriterLink;
import org.borealisdb.sql.session.SqlService;

/** A reader's way to a desk in the same process, by bytes, which can be broken. Applies log when somebody waits for it, unless it is told not to. */
final class DeskLink implements WriterLink {
    private final SqlService service;
    private final MemoryVolume written;
    private final FollowedMemoryVolume followed;
    private final int sessions;
    private final Tasks tasks;
    private final Consumer<ForwardRequest> witness;
    private volatile ForwardDesk desk;
    private volatile boolean applies = true;
    private volatile Predicate<ForwardRequest> losesRequest = _ -> false;
    private volatile Predicate<ForwardRequest> losesAnswer = _ -> false;
    private volatile int waits;

    DeskLink(
            SqlService service,
            MemoryVolume written,
            FollowedMemoryVolume followed,
            int sessions,
            Tasks tasks,
            Consumer<ForwardRequest> witness) {
        this.service = service;
        this.written = written;
        this.followed = followed;
        this.sessions = sessions;
        this.tasks = tasks;
        this.witness = witness;
        this.desk = newDesk();
    }

    private ForwardDesk newDesk() {
        return new ForwardDesk(
                service, written::vdl, written::vdl, sessions, tasks, new RealClock(), new RealRandom(), new Metrics());
    }

    ForwardDesk desk() {
        return desk;
    }

    /** As when the writer is started again: all sessions there end. */
    void restartDesk() {
        desk.close();
        desk = newDesk();
    }

    /** Whether log is applied when somebody waits for it. */
    void applies(boolean newApplies) {
        applies = newApplies;
    }

    /** Requests that do not arrive. */
    void losesRequest(Predicate<ForwardRequest> which) {
        losesRequest = which;
    }

    /** Requests that are carried out, and whose answer does not arrive. */
    void losesAnswer(Predicate<ForwardRequest> which) {
        losesAnswer = which;
    }

    /** How often somebody waited for log. */
    int waits() {
        return waits;
    }

    @Override
    public ForwardAnswer ask(ForwardRequest request) {
        witness.accept(request);
        if (losesRequest.test(request)) {
            throw new OperationException("the request is lost", true);
        }
        ForwardRequest arrived = ForwardCodec.decodeRequest(ForwardCodec.encode(request));
        ForwardAnswer answer = ForwardCodec.decodeAnswer(ForwardCodec.encode(desk.answer(arrived)));
        if (losesAnswer.test(request)) {
            throw new OperationException("the answer is lost", true);
        }
        return answer;
    }

    @Override
    public synchronized boolean awaitApplied(long lsn, long timeoutNanos) {
        if (followed.vdl() < lsn) {
            waits++;
            if (applies) {
                followed.applyAll();
            }
        }
        return followed.vdl() >= lsn;
    }
}
