package org.borealisdb.volume.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.borealisdb.redo.message.Farewell;
import org.borealisdb.redo.message.Follow;
import org.borealisdb.redo.message.LaggingSegment;
import org.borealisdb.redo.message.NewMetadata;
import org.borealisdb.redo.message.Question;
import org.borealisdb.redo.message.ReaderReport;
import org.borealisdb.redo.message.Reply;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.message.StreamedLog;
import org.borealisdb.redo.message.Welcome;
import org.borealisdb.redo.message.WriterReport;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.Parker;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.volume.VolumeSettings;
import org.borealisdb.volume.geometry.NodeCalls;
import org.borealisdb.volume.quorum.DurablePoint;
import org.borealisdb.volume.quorum.QuorumTracker;

/**
 * The writer's side of the stream: what is sent to storage is offered to the readers too, and each VDL is announced when it is published.
 *
 * <p><b>What it costs.</b> Without readers, a look at one field for each round and each VDL. With readers, the task that sends a round copies it once; all else is done by a task of its own, which is
 * woken when a VDL is published (or when much has gathered) and then gives way to what follows for {@link StreamSettings#gatherNanos()}. Log and the VDL that makes it applicable leave together, in one message as a
 * rule, so that a reader is woken once.
 *
 * <p><b>Nobody waits for a reader (R21).</b> Sending never waits, and the window is bounded. A reader whose place the window has left is told to begin again.
 *
 * <p><b>Messages are lost.</b> A piece of log is sent once. A reader that lacks some says so, and gets it again from the window.
 */
public final class LogPublisher {
    /** Log is sent without waiting for the next VDL when so much has gathered. */
    private static final int EARLY_BYTES = 64 << 10;
    /** Most log sent again to one reader at a time. */
    private static final long RESEND_BYTES = 1 << 20;

    private final VolumeId volume;
    private final VolumeEpoch epoch;
    private final Timeline timeline;
    private final Tasks tasks;
    private final Clock clock;
    private final Metrics metrics;
    private final VolumeSettings settings;
    private final NodeCalls calls;
    private final QuorumTracker tracker;
    private final LongSupplier vdl;
    private final LongSupplier historyStart;
    private final BooleanSupplier leased;
    private final BooleanSupplier goesOn;
    private final JoinedReaders readers;
    private final LogWindow window;
    /** The task is at work or will be in a moment: nobody needs to wake it. */
    private final AtomicBoolean awake = new AtomicBoolean();

    @GuardedBy("this")
    private final List<Parker> joining = new ArrayList<>();

    @GuardedBy("this")
    private boolean running;

    private volatile Optional<Parker> parker = Optional.empty();
    private volatile Optional<Task> task = Optional.empty();
    private volatile Optional<UnaryOperator<ByteBuffer>> answerer = Optional.empty();
    private volatile VolumeMetadata metadata;
    private volatile boolean active;
    private volatile long publishedMicros;
    /** LSN up to which the task has seen the window. */
    private volatile long seenLsn;

    // Of the task.
    private long announcedVdl = -1;
    private long nextReport;

    /**
     * A publisher without readers.
     *
     * @param vdl          as it was published
     * @param historyStart where the history begins that is kept
     * @param leased       true if the writer's lease is valid; asking has it renewed
     * @param goesOn       false once the writer has ended
     */
    public LogPublisher(
            VolumeMetadata metadata,
            Tasks tasks,
            Clock clock,
            Metrics metrics,
            VolumeSettings settings,
            NodeCalls calls,
            QuorumTracker tracker,
            LongSupplier vdl,
            LongSupplier historyStart,
            BooleanSupplier leased,
            BooleanSupplier goesOn) {
        this.volume = metadata.id();
        this.epoch = metadata.epoch();
        this.timeline = metadata.timelines().current();
        this.metadata = metadata;
        this.tasks = tasks;
        this.clock = clock;
        this.metrics = metrics;
        this.settings = settings;
        this.calls = calls;
        this.tracker = tracker;
        this.vdl = vdl;
        this.historyStart = historyStart;
        this.leased = leased;
        this.goesOn = goesOn;
        this.readers = new JoinedReaders(settings.stream().mostReaders());
        this.window = new LogWindow(settings.stream().windowBytes());
    }

    /** No reader asks for a page below it. To be looked at after VDL: see {@link JoinedReaders}. */
    public long lowestRead() {
        return readers.lowestRead();
    }

    /** No view of a reader is below it. To be looked at after VDL: see {@link JoinedReaders}. */
    public long oldestView() {
        return readers.oldestView();
    }

    /** The readers that have joined. */
    public List<ReaderStatus> readers() {
        return readers.status(clock.nanoTime());
    }

    /** The next {@code length} bytes of the stream were sent to storage: they follow {@code startLsn}. Never waits. One task at a time. */
    public void offer(MemorySegment memory, long from, int length, long startLsn) {
        if (!active) {
            return;
        }
        window.add(memory, from, length, startLsn);
        if (startLsn + length - seenLsn > EARLY_BYTES) {
            wake();
        }
    }

    /** VDL was published. Never waits. */
    public void published() {
        if (active) {
            publishedMicros = clock.wallMicros();
            wake();
        }
    }

    /** Newer metadata of this writer's epoch are known: readers are told. Never waits. */
    public void learned(VolumeMetadata newest) {
        synchronized (this) {
            if (!newest.newerThan(metadata)) {
                return;
            }
            metadata = newest;
        }
        if (active) {
            ByteBuffer message = StorageMessages.encode(new NewMetadata(newest));
            readers.status(clock.nanoTime()).forEach(reader -> calls.send(reader.address(), message.duplicate()));
        }
    }

    private void wake() {
        if (awake.compareAndSet(false, true)) {
            parker.ifPresent(Parker::unpark);
        }
    }

    /** Has questions of readers answered. */
    public void onQuestion(UnaryOperator<ByteBuffer> newAnswerer) {
        answerer = Optional.of(newAnswerer);
    }

    /** Answers a reader's question, or says that nobody got it. */
    public StorageMessage answer(Question question) {
        Optional<UnaryOperator<ByteBuffer>> present = answerer;
        if (present.isEmpty() || !goesOn.getAsBoolean()) {
            return farewell(0, Farewell.Reason.NOT_WRITING, "nobody serves the volume at the moment");
        }
        return new Reply(volume, present.get().apply(question.content()));
    }

    /** Lets a reader join; waits, but not for long, for a durable point from which on there is log for it. */
    public StorageMessage join(Address from, Follow follow) {
        if (!goesOn.getAsBoolean()) {
            return farewell(follow.joining(), Farewell.Reason.NOT_WRITING, "the writer has ended");
        }
        switch (readers.hold(from, follow.joining(), follow.reader(), clock.nanoTime())) {
            case TOO_MANY -> {
                return farewell(
                        follow.joining(),
                        Farewell.Reason.TOO_MANY,
                        settings.stream().mostReaders() + " readers follow already");
            }
            case AGAIN -> {
                return farewell(follow.joining(), Farewell.Reason.NOT_NOW, "this was asked already");
            }
            case YES -> activate();
        }
        long deadline = clock.nanoTime() + settings.callTimeoutNanos() / 2;
        Parker mine = tasks.parker();
        synchronized (this) {
            joining.add(mine);
        }
        try {
            while (true) {
                DurablePoint point = tracker.durablePoint();
                long position = Math.max(point.vdl(), timeline.firstLsn());
                if (window.covers(position, tracker.sentLsn() == point.vdl())) {
                    readers.settle(follow.joining(), point.vdl(), position);
                    metrics.count("volume.stream.joined");
                    return new Welcome(
                            follow.joining(), metadata, point.vdl(), point.groupTails(), historyStart.getAsLong());
                }
                long left = deadline - clock.nanoTime();
                if (left <= 0 || !goesOn.getAsBoolean()) {
                    readers.leave(follow.joining());
                    return farewell(
                            follow.joining(), Farewell.Reason.NOT_NOW, "what was written does not become durable");
                }
                mine.park(Math.min(left, settings.tickNanos()));
            }
        } finally {
            synchronized (this) {
                joining.remove(mine);
            }
        }
    }

    /** From now on log is kept, and the task runs. */
    private void activate() {
        synchronized (this) {
            if (running) {
                return;
            }
            running = true;
            window.clear();
            publishedMicros = clock.wallMicros();
            active = true;
        }
        task = Optional.of(tasks.start("stream of " + volume, TaskKind.PROTOCOL, this::run));
    }

    /** Takes a reader's report. Never waits. */
    public void reported(Address from, ReaderReport report) {
        if (!readers.report(from, report, clock.nanoTime())) {
            metrics.count("volume.stream.unknown-joinings");
            calls.send(
                    from,
                    StorageMessages.encode(
                            farewell(report.joining(), Farewell.Reason.FORGOTTEN, "the writer knows no such joining")));
            return;
        }
        VolumeMetadata newest = metadata;
        if (report.revision() < newest.revision()) {
            calls.send(from, StorageMessages.encode(new NewMetadata(newest)));
        }
        wake();
    }

    /** A reader leaves. Never waits. */
    public void left(Farewell farewell) {
        readers.leave(farewell.joining());
    }

    private Farewell farewell(long joiningId, Farewell.Reason reason, String detail) {
        return new Farewell(volume, joiningId, reason, detail);
    }

    private void run() {
        Parker mine = tasks.parker();
        parker = Optional.of(mine);
        nextReport = clock.nanoTime();
        while (!endsNow()) {
            awake.set(true);
            wakeJoining();
            if (stream()) {
                mine.park(settings.stream().gatherNanos());
            }
            awake.set(false);
            if (!hasNews()) {
                mine.park(Math.max(1, nextReport - clock.nanoTime()));
            }
        }
        if (!goesOn.getAsBoolean()) {
            dismissAll();
        }
    }

    private synchronized boolean endsNow() {
        if (goesOn.getAsBoolean() && !readers.isEmpty()) {
            return false;
        }
        active = false;
        running = false;
        window.clear();
        return true;
    }

    private synchronized void wakeJoining() {
        joining.forEach(Parker::unpark);
    }

    private boolean hasNews() {
        return vdl.getAsLong() > announcedVdl || window.end() - seenLsn > EARLY_BYTES;
    }

    /** Sends what there is to all readers; true if that was anything but reports. */
    private boolean stream() {
        long now = clock.nanoTime();
        forgetSilent(now);
        // In this order, so that what is told of a report is what was durable when it had arrived.
        List<JoinedReaders.Listener> listeners = readers.listeners();
        long micros = publishedMicros;
        long durable = vdl.getAsLong();
        boolean reports = now - nextReport >= 0;
        boolean leaseHolds = reports && leased.getAsBoolean();
        List<LaggingSegment> lagging = reports ? tracker.lagging(WriterReport.MOST_LAGGING) : List.of();
        if (reports) {
            nextReport = now + settings.stream().reportNanos();
        }
        seenLsn = Math.max(seenLsn, window.end());
        boolean sent = false;
        for (JoinedReaders.Listener reader : listeners) {
            sent |= stream(reader, durable, micros);
            if (reports) {
                report(reader, durable, micros, leaseHolds, lagging);
            }
        }
        announcedVdl = durable;
        window.trim(Math.min(durable, readers.received()));
        return sent;
    }

    private void forgetSilent(long now) {
        for (JoinedReaders.Listener silent :
                readers.forgetSilent(now - settings.stream().forgetNanos())) {
            metrics.count("volume.stream.forgotten");
            calls.send(
                    silent.address(),
                    StorageMessages.encode(farewell(
                            silent.joining(), Farewell.Reason.FORGOTTEN, "the writer has not heard of it for long")));
        }
    }

    private boolean stream(JoinedReaders.Listener reader, long durable, long micros) {
        if (reader.lacksLog() && !sendAgain(reader, durable, micros)) {
            return false;
        }
        JoinedReaders.Sent place = reader.sent();
        Optional<List<LogWindow.Piece>> news = window.after(place.lsn);
        if (news.isEmpty()) {
            dismiss(reader);
            return false;
        }
        boolean sent = false;
        for (LogWindow.Piece piece : news.get()) {
            if (piece.endLsn() - reader.appliedLsn() > settings.stream().windowBytes()) {
                // It has enough to do. If that lasts, the window will leave it behind.
                metrics.count("volume.stream.held");
                break;
            }
            send(reader, piece, durable, micros);
            place.vdl = Math.max(place.vdl, piece.toldVdl());
            place.lsn = piece.endLsn();
            sent = true;
        }
        if (durable > place.vdl) {
            StreamedLog nothing =
                    new StreamedLog(volume, epoch, timeline.id(), place.lsn, durable, micros, ByteBuffer.allocate(0));
            calls.send(reader.address(), StorageMessages.encode(nothing));
            place.vdl = durable;
            sent = true;
        }
        return sent;
    }

    /** Sends a reader again what did not come; false if it can't be. */
    private boolean sendAgain(JoinedReaders.Listener reader, long durable, long micros) {
        Optional<List<LogWindow.Piece>> missing = window.after(reader.receivedLsn());
        if (missing.isEmpty()) {
            dismiss(reader);
            return false;
        }
        for (LogWindow.Piece piece : missing.get()) {
            if (piece.startLsn() >= reader.sent().lsn
                    || piece.endLsn() - reader.receivedLsn() > RESEND_BYTES + StreamedLog.MOST_BYTES) {
                break;
            }
            metrics.count("volume.stream.sent-again");
            send(reader, piece, durable, micros);
        }
        return true;
    }

    private void send(JoinedReaders.Listener reader, LogWindow.Piece piece, long durable, long micros) {
        calls.send(reader.address(), piece.message(volume, epoch, timeline.id(), durable, micros));
    }

    /** The reader is too far behind. */
    private void dismiss(JoinedReaders.Listener reader) {
        metrics.count("volume.stream.too-far-behind");
        readers.leave(reader.joining());
        String detail = "it has the log up to LSN " + reader.receivedLsn() + ", and " + window.bytes()
                + " bytes are kept up to " + window.end();
        calls.send(
                reader.address(),
                StorageMessages.encode(farewell(reader.joining(), Farewell.Reason.TOO_FAR_BEHIND, detail)));
    }

    private void report(
            JoinedReaders.Listener reader,
            long durable,
            long micros,
            boolean leaseHolds,
            List<LaggingSegment> lagging) {
        WriterReport report = new WriterReport(
                volume,
                epoch,
                timeline.id(),
                reader.joining(),
                reader.askedNanos(),
                leaseHolds,
                durable,
                micros,
                clock.nanoTime() - reader.askedAt(),
                clock.wallMicros(),
                reader.sent().lsn,
                historyStart.getAsLong(),
                metadata.revision(),
                lagging);
        calls.send(reader.address(), StorageMessages.encode(report));
    }

    /** The writer has ended: tells the readers. */
    private void dismissAll() {
        for (ReaderStatus reader : readers.status(clock.nanoTime())) {
            calls.send(
                    reader.address(),
                    StorageMessages.encode(
                            farewell(reader.joining(), Farewell.Reason.NOT_WRITING, "the writer has ended")));
        }
        readers.leaveAll();
    }

    /** The writer has ended: readers will be told. Never waits. */
    public void ended() {
        parker.ifPresent(Parker::unpark);
    }

    /** Waits for the task to end, after {@link #ended}. Idempotent. */
    public void close() {
        ended();
        task.ifPresent(Task::join);
    }
}
