package org.borealisdb.controlplane.store;

import io.microraft.QueryPolicy;
import io.microraft.RaftNode;
import io.microraft.RaftNodeStatus;
import io.microraft.RaftRole;
import io.microraft.model.message.RaftMessage;
import io.microraft.report.RaftNodeReport;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.net.Network;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A member of a metadata group: keeps its copy of the log in a folder, and answers clients in any process. It is begun once, by {@link #found} on each member of a new group, or by {@link #readmit} after its disk was lost, and
 * opened by each process that runs it.
 *
 * <p>One task does all that changes its state ({@link RaftTask}). A disk that fails, or a check that does, ends that task for good; the member then answers that it has stopped, and the others go on. Its owner sees that in {@link #status}.
 */
public final class MetadataMember implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(MetadataMember.class.getName());

    /** How long a request may take here before its client is told that nobody knows: about as long as another leader takes to be found. */
    private static final long ANSWER_NANOS = 1_500_000_000;
    /** Pause of a member that makes itself known, and how long each of the others may take. */
    private static final long HELLO_PAUSE_MILLIS = 250;

    private static final long HELLO_NANOS = 500_000_000;
    /** After which another member no longer counts as reached. */
    private static final long REACHED_NANOS = 1_000_000_000;

    private final MetadataGroup group;
    private final Address self;
    private final Tasks tasks;
    private final Clock clock;
    private final RandomSource random;
    private final MemberLimits limits;
    private final QueryPolicy reads;
    private final MemberFolder folder;
    private final Endpoint endpoint;
    private final RaftValues values;
    private final RaftMessages messages;
    private final RaftTask steps;
    private final KeyMachine machine = new KeyMachine();
    private final Task task;

    /** Of the member's task. */
    private final Map<Address, Long> heardNanos = new TreeMap<>();

    /** Of the member's task: highest term, and end of the log, of those that have noted a readmitted member, by member. */
    private final Map<Address, StoreAnswer.Welcome> welcomes = new TreeMap<>();

    /** What exists once the member has begun; of the member's task. */
    private @Nullable Running running;

    private volatile MemberStatus status;

    private record Running(
            RaftNode node, RaftJournal journal, RaftTransport transport, Arrivals arrivals, Requests requests) {}

    private MetadataMember(
            FileStore files,
            Network network,
            MetadataGroup group,
            Address self,
            Tasks tasks,
            Clock clock,
            RandomSource random,
            MemberLimits limits,
            QueryPolicy reads) {
        this.group = group;
        this.self = self;
        this.tasks = tasks;
        this.clock = clock;
        this.random = random;
        this.limits = limits;
        this.reads = reads;
        this.values = new RaftValues(group);
        this.folder = MemberFolder.open(files, group, self, tasks);
        this.messages = new RaftMessages(group, folder.identity().incarnation(), values);
        this.steps = new RaftTask(tasks, clock, "metadata member " + self);
        this.status = idle(MemberStatus.Role.FOUNDING, "it begins");
        try {
            this.endpoint = network.bind(self, new Handler());
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
        this.task = tasks.start("metadata member " + self, TaskKind.PROTOCOL, this::run);
    }

    /**
     * Begins a member of a new group, whose folder is empty. To be called once on each of its members; nothing happens if it was done before. The members begin to work when all of them have been opened
     * and have reached each other once.
     */
    public static void found(FileStore files, MetadataGroup group, Address self, RandomSource random) {
        MemberFolder.begin(files, group, self, random, MemberIdentity.Stage.FOUNDING);
    }

    /**
     * Begins a member anew, in an empty folder, because its old one is lost for good. <b>Never call it while the old one may come back</b>: then the old one is refused. The member begins to work when it has reached all others,
     * which must be full members, and votes again when it knows again what it may have known before.
     */
    public static void readmit(FileStore files, MetadataGroup group, Address self, RandomSource random) {
        if (group.members().size() == 1) {
            throw new IllegalArgumentException(
                    "the only member of a group that is lost cannot be readmitted: " + group);
        }
        MemberFolder.begin(files, group, self, random, MemberIdentity.Stage.READMITTED);
    }

    /**
     * Starts a member.
     *
     * @param files its folder, which holds nothing else
     * @throws OperationException if the folder is empty, another member's, in use or damaged: then it must not vote, and the message says what to do
     */
    public static MetadataMember open(
            FileStore files,
            Network network,
            MetadataGroup group,
            Address self,
            Tasks tasks,
            Clock clock,
            RandomSource random) {
        return open(
                files, network, group, self, tasks, clock, random, MemberLimits.standard(), QueryPolicy.LINEARIZABLE);
    }

    /** With other bounds, and with reads that are confirmed otherwise or not at all, for tests. */
    static MetadataMember open(
            FileStore files,
            Network network,
            MetadataGroup group,
            Address self,
            Tasks tasks,
            Clock clock,
            RandomSource random,
            MemberLimits limits,
            QueryPolicy reads) {
        return new MetadataMember(files, network, group, self, tasks, clock, random, limits, reads);
    }

    /** How it is. */
    public MemberStatus status() {
        return status;
    }

    /** The metadata log, for this process. */
    public RaftMetadataLog log() {
        return new RaftMetadataLog(this::call, group, tasks, clock, random);
    }

    /** Waits until it has stopped: because of {@link #close}, or a failure, which {@link #status} then says. */
    public void join() {
        task.join();
    }

    /** Stops. What is under way gets no answer, and is not lost if it was decided. */
    @Override
    public void close() {
        steps.close();
        task.join();
        endpoint.close();
        folder.close();
    }

    private ByteBuffer call(Address to, ByteBuffer request, long timeoutNanos) {
        return to.equals(self) ? answer(request) : endpoint.call(to, request, timeoutNanos);
    }

    private final class Handler implements MessageHandler {
        @Override
        public void receive(Address from, ByteBuffer message) {
            // If too much waits it is dropped; members say everything again until it is answered.
            boolean _ = steps.offer(() -> arrived(from, message), message.remaining());
        }

        @Override
        public ByteBuffer answer(Address from, ByteBuffer request) {
            return MetadataMember.this.answer(request);
        }
    }

    private ByteBuffer answer(ByteBuffer bytes) {
        StoreRequest request = StoreRequest.decode(group.name(), bytes);
        StoreAnswer answer = switch (request) {
            case StoreRequest.Status() -> new StoreAnswer.Status(status);
            case StoreRequest.Hello hello -> greet(hello);
            default -> ask(request);
        };
        return StoreAnswer.encode(answer);
    }

    private StoreAnswer greet(StoreRequest.Hello hello) {
        StoreAnswer answer = folder.greet(hello);
        if (answer instanceof StoreAnswer.Welcome && hello.readmitted()) {
            // Only now: nothing counts any more here that the old one says, so this is all that it can have led to.
            return ask(hello);
        }
        return answer;
    }

    /** Has the member's task answer. */
    private StoreAnswer ask(StoreRequest request) {
        Reply reply = new Reply(request, tasks);
        if (!steps.offer(() -> answerInTurn(reply), 0)) {
            return new StoreAnswer.NotNow(
                    status.role() == MemberStatus.Role.STOPPED ? status.detail() : "too much waits there");
        }
        return reply.await(clock, ANSWER_NANOS)
                .orElseGet(() -> request instanceof StoreRequest.Change
                        ? new StoreAnswer.Unknown("no majority within " + ANSWER_NANOS / 1_000_000 + " ms")
                        : new StoreAnswer.NotNow("no majority within " + ANSWER_NANOS / 1_000_000 + " ms"));
    }

    private void answerInTurn(Reply reply) {
        Running now = running;
        if (now == null && reply.request() instanceof StoreRequest.Hello) {
            // It has never voted, nor acknowledged anything.
            reply.complete(new StoreAnswer.Welcome(folder.identity().incarnation(), 0, 0));
        } else if (now == null) {
            reply.complete(new StoreAnswer.NotNow(status.detail()));
        } else if (reply.request() instanceof StoreRequest.Hello) {
            RaftJournal.Extent extent = now.journal().extent();
            reply.complete(new StoreAnswer.Welcome(
                    folder.identity().incarnation(),
                    now.node().getTerm().getTerm(),
                    Math.max(extent.snapshotIndex(), extent.lastIndex())));
        } else {
            now.requests().take(reply);
        }
    }

    private void arrived(Address from, ByteBuffer bytes) {
        Running now = running;
        if (now == null) {
            return;
        }
        try {
            RaftMessages.Received received = messages.decode(bytes);
            RaftMessage message = received.message();
            if (!message.getSender().equals(new MemberEndpoint(from))) {
                throw new MalformedException(
                        "a message of " + message.getSender().getId());
            }
            if (!folder.noted(from, received.incarnation())) {
                throw new MalformedException("a message from another disk than the one that is known");
            }
            heardNanos.put(from, clock.nanoTime());
            now.arrivals().take(message);
        } catch (MalformedException e) {
            LOGGER.log(
                    Level.WARNING,
                    "Member " + self + " of the metadata log drops a message from " + from + ": " + e.getMessage());
        }
    }

    /** The member's task. */
    private void run() {
        try {
            begin();
            steps.run(this::afterEach);
            status = idle(MemberStatus.Role.STOPPED, "it was closed");
        } catch (Throwable e) {
            LOGGER.log(Level.ERROR, "Member " + self + " of the metadata log stops", e);
            steps.close();
            status = idle(MemberStatus.Role.STOPPED, "it stopped: " + e.getMessage());
        } finally {
            Running last = running;
            if (last != null) {
                last.journal().close();
            }
        }
    }

    private void begin() {
        MemberIdentity identity = folder.identity();
        if (identity.begun()) {
            startRaft();
            return;
        }
        List<String> missing = new ArrayList<>();
        for (Address other : group.others(self)) {
            String trouble = hello(other, identity);
            if (!trouble.isEmpty()) {
                missing.add(trouble);
            }
        }
        if (!missing.isEmpty()) {
            waitFor("it waits for all others to note it: " + String.join("; ", missing));
            steps.schedule(this::begin, HELLO_PAUSE_MILLIS * RaftClock.SPEED, TimeUnit.MILLISECONDS);
            return;
        }
        if (identity.stage() == MemberIdentity.Stage.READMITTED) {
            int term = 0;
            long last = 0;
            for (StoreAnswer.Welcome welcome : welcomes.values()) {
                term = Math.max(term, welcome.term());
                last = Math.max(last, welcome.lastIndex());
            }
            RaftJournal.create(folder.files(), random, term + 1, new MemberEndpoint(self));
            folder.enter(MemberIdentity.Stage.LEARNING, last);
        } else {
            RaftJournal.create(folder.files(), random, 0, new MemberEndpoint(self));
            folder.enter(MemberIdentity.Stage.MEMBER, 0);
        }
        startRaft();
    }

    private void waitFor(String what) {
        if (!status.detail().equals(what)) {
            LOGGER.log(Level.INFO, "Member {0} of the metadata log does not begin yet: {1}", self, what);
        }
        status = idle(MemberStatus.Role.FOUNDING, what);
    }

    /** Makes this member known to {@code other}; says what is in the way, or nothing. */
    private String hello(Address other, MemberIdentity identity) {
        boolean readmitted = identity.stage() == MemberIdentity.Stage.READMITTED;
        ByteBuffer request = StoreRequest.encode(
                group.name(), new StoreRequest.Hello(self.name(), identity.incarnation(), readmitted));
        try {
            StoreAnswer answer = StoreAnswer.decode(endpoint.call(other, request, HELLO_NANOS));
            return switch (answer) {
                case StoreAnswer.Welcome welcome -> {
                    welcomes.put(other, welcome);
                    yield folder.note(other, welcome.incarnation())
                            ? ""
                            : other + " came with another disk before: it must be readmitted";
                }
                case StoreAnswer.Refused(String reason) -> reason;
                case StoreAnswer.NotNow(String reason) -> other + ": " + reason;
                default -> throw new MalformedException(other + " answers " + answer + " to a hello");
            };
        } catch (NetworkException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void startRaft() {
        MemberEndpoint me = new MemberEndpoint(self);
        RaftJournal journal = RaftJournal.open(folder.files(), group, me, values, random);
        RaftTransport transport = new RaftTransport(endpoint, messages, journal, values);
        RaftNode node = RaftNode.newBuilder()
                .setGroupId(group.name())
                .setRestoredState(journal.restored())
                .setConfig(limits.config())
                .setExecutor(steps)
                .setTransport(transport)
                .setStateMachine(machine)
                .setStore(journal)
                .setModelFactory(values.models())
                .setRandom(new Random(random.nextLong()))
                .setClock(new RaftClock(clock))
                .setRaftNodeReportListener(this::reported)
                .build();
        Arrivals arrivals = new Arrivals(node, journal, transport, values, clock);
        boolean quiet = folder.identity().stage() == MemberIdentity.Stage.LEARNING;
        arrivals.quiet(quiet);
        transport.quiet(quiet);
        running = new Running(node, journal, transport, arrivals, new Requests(node, journal, machine, limits, reads));
        var _ = node.start();
    }

    /** What must hold after each step, and what may have become possible by it. */
    private void afterEach() {
        Running now = running;
        if (now == null) {
            return;
        }
        Optional<Throwable> failure = now.journal().failure().or(() -> Optional.ofNullable(machine.failure()));
        if (failure.isPresent()) {
            throw new OperationException(
                    "the member can no longer store what it must not forget: "
                            + failure.get().getMessage(),
                    false,
                    failure.get());
        }
        if (now.node().getStatus() == RaftNodeStatus.TERMINATED) {
            throw new IllegalStateException("MicroRaft has ended; its log says why");
        }
        var term = now.node().getTerm();
        if (new MemberEndpoint(self).equals(term.getLeaderEndpoint())
                && now.journal().extent().lastTerm() != term.getTerm()) {
            throw new IllegalStateException("it leads term " + term.getTerm()
                    + " without an entry of it, for the log in memory is full; after a start there is room again");
        }
        MemberIdentity identity = folder.identity();
        if (identity.stage() == MemberIdentity.Stage.LEARNING && machine.applied() >= identity.learnUntil()) {
            folder.enter(MemberIdentity.Stage.MEMBER, 0);
            now.arrivals().quiet(false);
            now.transport().quiet(false);
        }
        now.arrivals().seekVotesIfStuck();
        now.requests().goOn();
    }

    private void reported(RaftNodeReport report) {
        boolean learning = folder.identity().stage() == MemberIdentity.Stage.LEARNING;
        long now = clock.nanoTime();
        List<Address> reached = new ArrayList<>();
        heardNanos.forEach((member, at) -> {
            if (now - at < REACHED_NANOS) {
                reached.add(member);
            }
        });
        status = new MemberStatus(
                self,
                learning ? MemberStatus.Role.LEARNING : role(report.getRole()),
                report.getTerm().getTerm(),
                Optional.ofNullable(report.getTerm().getLeaderEndpoint())
                        .map(leader -> ((MemberEndpoint) leader).address()),
                report.getLog().getCommitIndex(),
                report.getLog().getLastLogOrSnapshotIndex(),
                report.getLog().getLastSnapshotIndex(),
                reached,
                "");
    }

    private static MemberStatus.Role role(RaftRole role) {
        return switch (role) {
            case LEADER -> MemberStatus.Role.LEADER;
            case CANDIDATE -> MemberStatus.Role.CANDIDATE;
            case FOLLOWER, LEARNER -> MemberStatus.Role.FOLLOWER;
        };
    }

    private MemberStatus idle(MemberStatus.Role role, String detail) {
        return new MemberStatus(self, role, 0, Optional.empty(), 0, 0, 0, List.of(), detail);
    }
}
