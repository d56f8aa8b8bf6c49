package org.borealisdb.controlplane.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.cloud.metadata.MetadataValue;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;

/**
 * The metadata log that a {@link MetadataGroup} keeps, as a process sees it. It asks the member that led last, follows to the one that leads, and goes on with the next when one does not answer, for {@value #TOTAL_SECONDS} s at most.
 *
 * <p>A change may be carried out although its answer is lost. Until the time is over it is asked again under the same number, whose outcome the group remembers ({@link MetadataState}), so that in most cases it is found out; it is never done twice. Otherwise the outcome is unknown, and the error says so.
 *
 * <p>Safe for use by all tasks.
 */
public final class RaftMetadataLog implements MetadataLog {
    private static final int TOTAL_SECONDS = 10;
    private static final long TOTAL_NANOS = TOTAL_SECONDS * 1_000_000_000L;
    /** One member at a time: longer than a member takes to say that it does not know. */
    private static final long ATTEMPT_NANOS = 2_000_000_000;
    /** Who does not say soon what it has heard is read from. */
    private static final long GLANCE_NANOS = 500_000_000;
    /** After all members were asked in vain. */
    private static final long PAUSE_NANOS = 50_000_000;

    private final Calls calls;
    private final MetadataGroup group;
    private final Tasks tasks;
    private final Clock clock;
    private final RandomSource random;

    /** Who answered last. */
    private volatile Address leader;

    /** How a member is asked. */
    interface Calls {
        ByteBuffer call(Address to, ByteBuffer request, long timeoutNanos);
    }

    /** The log of {@code group} for a process that reaches its members through {@code endpoint}. */
    public RaftMetadataLog(Endpoint endpoint, MetadataGroup group, Tasks tasks, Clock clock, RandomSource random) {
        this(endpoint::call, group, tasks, clock, random);
    }

    RaftMetadataLog(Calls calls, MetadataGroup group, Tasks tasks, Clock clock, RandomSource random) {
        this.calls = calls;
        this.group = group;
        this.tasks = tasks;
        this.clock = clock;
        this.random = random;
        this.leader = group.members().getFirst();
    }

    @Override
    public Optional<MetadataValue> read(String key) {
        return switch (ask(new StoreRequest.Read(key), "read '" + key + "'")) {
            case StoreAnswer.Value(long version, ByteBuffer bytes) -> Optional.of(new MetadataValue(version, bytes));
            case StoreAnswer.Absent() -> Optional.empty();
            case StoreAnswer other -> throw unexpected(other);
        };
    }

    @Override
    public boolean compareAndSet(String key, long expectedVersion, byte[] value) {
        MetadataState.check(key, expectedVersion, value.length);
        LogOperation.Set operation =
                new LogOperation.Set(RequestId.draw(random), key, expectedVersion, ByteBuffer.wrap(value));
        return change(operation, "set '" + key + "' after version " + expectedVersion);
    }

    @Override
    public List<String> keys(String prefix) {
        return switch (ask(new StoreRequest.Keys(prefix), "list the keys that begin with '" + prefix + "'")) {
            case StoreAnswer.Keys(List<String> keys) -> keys;
            case StoreAnswer other -> throw unexpected(other);
        };
    }

    /** What the member that answered last has heard: a change shows as soon as that member has it, which the leader has first. No round among members is made for it. */
    @Override
    public OptionalLong mark() {
        return switch (attempt(leader, StoreRequest.encode(group.name(), new StoreRequest.Mark()), GLANCE_NANOS)) {
            case StoreAnswer.Mark(long index) -> OptionalLong.of(index);
            default -> OptionalLong.empty();
        };
    }

    /** How a member is, as it says itself. */
    public MemberStatus status(Address member) {
        ByteBuffer request = StoreRequest.encode(group.name(), new StoreRequest.Status());
        return switch (StoreAnswer.decode(calls.call(member, request, ATTEMPT_NANOS))) {
            case StoreAnswer.Status(MemberStatus status) -> status;
            case StoreAnswer other -> throw unexpected(other);
        };
    }

    /**
     * Copies everything that {@code source} has into this log, once: keys, versions, values. This log must be empty, and nobody may change either meanwhile. If it was interrupted, it is repeated; what is there already stays.
     *
     * @return how many keys there are
     * @throws OperationException if this log has a key that the other has not, or with another version or value: it was in use before
     */
    public int copyFrom(MetadataLog source) {
        List<String> keys = source.keys("");
        for (String key : keys("")) {
            if (!keys.contains(key)) {
                throw new OperationException(
                        "the metadata log of " + group.name() + " has '" + key
                                + "', which the one that is copied has not: it was in use before",
                        false);
            }
        }
        int count = 0;
        for (String key : keys) {
            MetadataValue value = source.read(key)
                    .orElseThrow(() ->
                            new OperationException("'" + key + "' went while the metadata log was copied", false));
            MetadataState.check(key, value.version(), value.bytes().remaining());
            LogOperation.Copy operation =
                    new LogOperation.Copy(RequestId.draw(random), key, value.version(), value.bytes());
            if (!change(operation, "copy '" + key + "'")) {
                throw new OperationException(
                        "the metadata log of " + group.name() + " has another '" + key
                                + "' than the one that is copied: it was in use before",
                        false);
            }
            count++;
        }
        return count;
    }

    private boolean change(LogOperation operation, String what) {
        return switch (ask(new StoreRequest.Change(operation), what)) {
            case StoreAnswer.Decided(SetOutcome outcome) ->
                switch (outcome) {
                    case STORED -> true;
                    case OTHER_VERSION -> false;
                    case FULL ->
                        throw new OperationException(
                                "cannot " + what + ": the metadata log is full (" + MetadataState.MAX_BYTES
                                        + " bytes, of them " + MetadataState.MAX_KEY_BYTES + " of keys)",
                                false);
                };
            case StoreAnswer other -> throw unexpected(other);
        };
    }

    /** What the leader answers. */
    private StoreAnswer ask(StoreRequest request, String what) {
        ByteBuffer bytes = StoreRequest.encode(group.name(), request);
        long deadline = clock.nanoTime() + TOTAL_NANOS;
        Map<Address, String> troubles = new TreeMap<>();
        boolean unknown = false;
        Address next = leader;
        for (int attempt = 1; ; attempt++) {
            long left = deadline - clock.nanoTime();
            if (left <= 0) {
                throw outOfTime(request, what, unknown, troubles);
            }
            Address asked = next;
            next = after(asked);
            switch (attempt(asked, bytes, Math.min(left, ATTEMPT_NANOS))) {
                case StoreAnswer.NotLeader(Optional<Address> other) -> {
                    troubles.put(asked, other.map(each -> "follows " + each).orElse("knows no leader"));
                    next = other.filter(group.members()::contains).orElse(next);
                }
                case StoreAnswer.NotNow(String reason) -> troubles.put(asked, reason);
                case StoreAnswer.Unknown(String reason) -> {
                    troubles.put(asked, reason);
                    unknown = true;
                }
                case StoreAnswer answer -> {
                    leader = asked;
                    return answer;
                }
            }
            if (attempt % group.members().size() == 0) {
                tasks.sleep(Math.clamp(deadline - clock.nanoTime(), 0, PAUSE_NANOS));
            }
        }
    }

    private StoreAnswer attempt(Address member, ByteBuffer request, long timeoutNanos) {
        try {
            return StoreAnswer.decode(calls.call(member, request, timeoutNanos));
        } catch (NetworkException | MalformedException e) {
            return new StoreAnswer.Unknown(String.valueOf(e.getMessage()));
        }
    }

    private Address after(Address member) {
        List<Address> members = group.members();
        return members.get((members.indexOf(member) + 1) % members.size());
    }

    private OperationException outOfTime(
            StoreRequest request, String what, boolean unknown, Map<Address, String> troubles) {
        StringBuilder text = new StringBuilder("cannot ").append(what).append(" in the metadata log within ");
        text.append(TOTAL_SECONDS).append(" s");
        boolean mayBeDone = unknown && request instanceof StoreRequest.Change;
        if (mayBeDone) {
            text.append("; whether it was done is unknown, and it may still be done: read the key to find out");
        }
        troubles.forEach((member, trouble) ->
                text.append("; ").append(member).append(": ").append(trouble));
        text.append(". It needs ")
                .append(group.majority())
                .append(" of the ")
                .append(group.members().size());
        text.append(" members of the group ").append(group.name()).append(", running and reaching each other");
        return new OperationException(text.toString(), !mayBeDone);
    }

    private static OperationException unexpected(StoreAnswer answer) {
        return new OperationException("the metadata log answers " + answer, false);
    }
}
