package org.borealisdb.controlplane.store;

import io.microraft.statemachine.StateMachine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@link MetadataState} as MicroRaft calls it. It takes what is thrown here for an answer; but a member whose state could not follow the log must stop, so that is kept as a {@link #failure}. Used by the member's task alone.
 */
final class KeyMachine implements StateMachine {
    private final MetadataState state = new MetadataState();
    private long applied;
    private @Nullable Throwable failure;

    /** Reads that are answered together: the state they are to be answered from is confirmed once for all. */
    record Reads(List<Reply> replies) {}

    /** Index of the last entry that the state has. */
    long applied() {
        return applied;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    @Override
    public Object runOperation(long commitIndex, Object operation) {
        try {
            return run(commitIndex, operation);
        } catch (RuntimeException | AssertionError e) {
            failure = e;
            throw e;
        }
    }

    private Object run(long commitIndex, Object operation) {
        return switch (operation) {
            case LogOperation change -> {
                applied = commitIndex;
                yield switch (change) {
                    case LogOperation.Nothing() -> change;
                    case LogOperation.Set set -> state.set(set);
                    case LogOperation.Copy copied -> state.copy(copied);
                };
            }
            case Reads reads -> {
                reads.replies().forEach(reply -> reply.complete(answer(reply.request())));
                yield operation;
            }
            default -> throw new IllegalStateException("the log of a metadata group has " + operation);
        };
    }

    private StoreAnswer answer(StoreRequest request) {
        return switch (request) {
            case StoreRequest.Read(String key) ->
                state.read(key)
                        .<StoreAnswer>map(value -> new StoreAnswer.Value(value.version(), value.bytes()))
                        .orElseGet(StoreAnswer.Absent::new);
            case StoreRequest.Keys(String prefix) -> new StoreAnswer.Keys(state.keys(prefix));
            default -> throw new IllegalStateException("no read: " + request);
        };
    }

    @Override
    public void takeSnapshot(long commitIndex, Consumer<Object> pieces) {
        state.pieces().forEach(pieces);
    }

    @Override
    public void installSnapshot(long commitIndex, List<Object> pieces) {
        try {
            List<ByteBuffer> bytes = new ArrayList<>();
            pieces.forEach(piece -> bytes.add((ByteBuffer) piece));
            state.install(bytes);
            applied = commitIndex;
        } catch (RuntimeException | AssertionError e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public Object getNewTermOperation() {
        return new LogOperation.Nothing();
    }
}
