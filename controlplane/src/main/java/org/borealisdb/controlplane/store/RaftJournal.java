package org.borealisdb.controlplane.store;

import io.microraft.RaftEndpoint;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.log.SnapshotEntry;
import io.microraft.model.persistence.RaftEndpointPersistentState;
import io.microraft.model.persistence.RaftTermPersistentState;
import io.microraft.persistence.RaftStore;
import io.microraft.persistence.RestoredRaftState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.random.RandomSource;
import org.jspecify.annotations.Nullable;

/**
 * What a member must not forget: its term and vote, its log, its newest snapshot. MicroRaft says what to write and when it must be durable.
 *
 * <p><b>Why nothing promised is lost.</b> Terms and votes are durable on return, entries after {@link #flush}, which MicroRaft calls before it acknowledges them. A snapshot is written whole into a file of its own; then a new
 * journal, with the entries behind the snapshot and the vote, takes the place of the old one in one step, and only it names the snapshot. So whatever a crash interrupts, the journal
 * that is there names a snapshot that is whole. A start reads the journal up to its end ({@link JournalFile} says where that is) and begins a new one with what it read.
 *
 * <p>A write or sync that fails is never tried again (R5): from then on everything fails, and {@link #failure} tells the member to stop. Used by the member's task alone.
 */
final class RaftJournal implements RaftStore, AutoCloseable {
    static final int TERM = 1;
    static final int ENTRY = 2;
    static final int CUT = 3;

    private final FileStore files;
    private final MetadataGroup group;
    private final RaftEndpoint self;
    private final RaftValues values;
    private final RandomSource random;

    private JournalFile journal;
    private @Nullable SnapshotEntry snapshot;
    private int term;
    private @Nullable RaftEndpoint votedFor;

    /** As MicroRaft has them in memory: none is missing from {@link #firstIndex} on. */
    private final List<LogEntry> entries = new ArrayList<>();

    private long firstIndex = 1;

    /** Of the entries behind the snapshot. */
    private long bytesBehindSnapshot;

    /** Of snapshots that are coming in, by index; at most one more than MicroRaft collects at a time. */
    private final SortedMap<Long, List<SnapshotChunk>> pieces = new TreeMap<>();

    private @Nullable Throwable failure;

    /**
     * Where the log in memory begins and ends, and the snapshot before it.
     *
     * @param lastTerm of the last entry, or of the snapshot if there is none
     */
    record Extent(long snapshotIndex, int snapshotTerm, long firstIndex, long lastIndex, int lastTerm) {}

    private RaftJournal(
            FileStore files, MetadataGroup group, RaftEndpoint self, RaftValues values, RandomSource random) {
        this.files = files;
        this.group = group;
        this.self = self;
        this.values = values;
        this.random = random;
        JournalFile.Head head = JournalFile.read(files, this::replay);
        if (head.snapshotIndex() > 0) {
            snapshot = SnapshotFile.read(files, head.snapshotIndex(), head.snapshotTerm(), values);
        }
        forgetBefore(head.snapshotIndex());
        journal = beginFile();
        deleteOtherSnapshots();
    }

    /** Writes the empty journal of a member that has not voted yet. {@code term} is at least what it may have voted in before, and it has voted for itself there. */
    static void create(FileStore files, RandomSource random, int term, RaftEndpoint self) {
        JournalFile.begin(files, new JournalFile.Head(random.nextLong(), 0, 0), journal -> {
                    if (term > 0) {
                        journal.add(TERM, encodeTerm(term, self));
                    }
                })
                .close();
    }

    /** Opens what {@link #create} wrote, or an earlier process left behind. */
    static RaftJournal open(
            FileStore files, MetadataGroup group, RaftEndpoint self, RaftValues values, RandomSource random) {
        if (!files.exists(JournalFile.NAME)) {
            throw new OperationException(
                    "member " + self.getId() + " of the metadata log has lost its journal; it must be readmitted",
                    false);
        }
        return new RaftJournal(files, group, self, values, random);
    }

    /** What MicroRaft needs to go on. */
    RestoredRaftState restored() {
        return new RestoredRaftState(
                values.models()
                        .createRaftEndpointPersistentStateBuilder()
                        .setLocalEndpoint(self)
                        .setVoting(true)
                        .build(),
                values.members(),
                values.models()
                        .createRaftTermPersistentStateBuilder()
                        .setTerm(term)
                        .setVotedFor(votedFor)
                        .build(),
                snapshot,
                List.copyOf(entries));
    }

    /** Why nothing can be stored any more, if so. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    Extent extent() {
        int lastTerm = entries.isEmpty() ? snapshotTerm() : entries.getLast().getTerm();
        return new Extent(snapshotIndex(), snapshotTerm(), firstIndex, firstIndex + entries.size() - 1, lastTerm);
    }

    /** About how many bytes the entries behind the snapshot have. */
    long bytesBehindSnapshot() {
        return bytesBehindSnapshot;
    }

    @Override
    public void persistAndFlushLocalEndpoint(RaftEndpointPersistentState state) throws IOException {
        stored(() -> {
            if (!state.getLocalEndpoint().equals(self) || !state.isVoting()) {
                throw new IllegalStateException("member " + self + " became " + state);
            }
        });
    }

    @Override
    public void persistAndFlushInitialGroupMembers(RaftGroupMembersView members) throws IOException {
        stored(() -> {
            if (!List.copyOf(members.getVotingMembers()).equals(values.endpoints())) {
                throw new IllegalStateException("the members of " + group + " became " + members);
            }
        });
    }

    @Override
    public void persistAndFlushTerm(RaftTermPersistentState state) throws IOException {
        stored(() -> {
            term = state.getTerm();
            votedFor = state.getVotedFor();
            journal.add(TERM, encodeTerm(term, votedFor));
            journal.flush();
        });
    }

    @Override
    public void persistLogEntries(List<LogEntry> added) throws IOException {
        stored(() -> {
            for (LogEntry entry : added) {
                addEntry(entry);
                journal.add(ENTRY, encodeEntry(entry));
            }
        });
    }

    @Override
    public void truncateLogEntriesFrom(long index) throws IOException {
        stored(() -> {
            cutFrom(index);
            journal.add(CUT, encodeCut(index));
        });
    }

    @Override
    public void persistSnapshotChunk(SnapshotChunk piece) throws IOException {
        stored(() -> {
            List<SnapshotChunk> known = pieces.computeIfAbsent(piece.getIndex(), _ -> new ArrayList<>());
            known.removeIf(each -> each.getSnapshotChunkIndex() == piece.getSnapshotChunkIndex());
            known.add(piece);
        });
    }

    @Override
    public void deleteSnapshotChunks(long index, int count) {
        pieces.remove(index);
    }

    @Override
    public void flush() throws IOException {
        stored(() -> {
            for (List<SnapshotChunk> known : pieces.values()) {
                if (known.size() == known.getFirst().getSnapshotChunkCount()
                        && known.getFirst().getIndex() > snapshotIndex()) {
                    known.sort((one, other) ->
                            Integer.compare(one.getSnapshotChunkIndex(), other.getSnapshotChunkIndex()));
                    SnapshotFile.write(files, known);
                }
            }
            journal.flush();
        });
    }

    /** Begins a journal with the newest snapshot, which is written, and the entries behind {@code index}. */
    @Override
    public void truncateLogEntriesUntil(long index) throws IOException {
        stored(() -> {
            List<SnapshotChunk> known = List.of();
            for (List<SnapshotChunk> each : pieces.values()) {
                if (each.size() == each.getFirst().getSnapshotChunkCount()) {
                    known = each;
                }
            }
            if (known.isEmpty() || known.getFirst().getIndex() < index) {
                throw new IllegalStateException("the log is to be cut until " + index + " without a snapshot");
            }
            SnapshotChunk first = known.getFirst();
            snapshot = values.models()
                    .createSnapshotEntryBuilder()
                    .setIndex(first.getIndex())
                    .setTerm(first.getTerm())
                    .setSnapshotChunks(List.copyOf(known))
                    .setGroupMembersView(values.members())
                    .build();
            forgetBefore(index);
            journal.close();
            journal = beginFile();
            pieces.headMap(first.getIndex() + 1).clear();
            deleteOtherSnapshots();
        });
    }

    @Override
    public void close() {
        journal.close();
    }

    private interface Step {
        void run();
    }

    private void stored(Step step) throws IOException {
        if (failure != null) {
            throw new IOException("the journal has failed before", failure);
        }
        try {
            step.run();
        } catch (RuntimeException e) {
            failure = e;
            throw new IOException(e);
        }
    }

    private long snapshotIndex() {
        return snapshot == null ? 0 : snapshot.getIndex();
    }

    private int snapshotTerm() {
        return snapshot == null ? 0 : snapshot.getTerm();
    }

    private JournalFile beginFile() {
        JournalFile.Head head = new JournalFile.Head(random.nextLong(), snapshotIndex(), snapshotTerm());
        return JournalFile.begin(files, head, next -> {
            next.add(TERM, encodeTerm(term, votedFor));
            entries.forEach(entry -> next.add(ENTRY, encodeEntry(entry)));
        });
    }

    private void deleteOtherSnapshots() {
        for (String name : files.list("")) {
            if (name.startsWith(SnapshotFile.PREFIX) && !name.equals(SnapshotFile.name(snapshotIndex()))) {
                files.delete(name);
            }
        }
    }

    private void replay(JournalFile.Found record) {
        switch (record.type()) {
            case TERM -> {
                term = record.body().getInt();
                String name = record.body().getString();
                votedFor = name.isEmpty() ? null : values.endpoint(name);
            }
            case ENTRY -> addEntry(values.decodeEntry(record.body()));
            case CUT -> cutFrom(record.body().getPositiveLong());
            default ->
                throw new MalformedException("record of type " + record.type() + " in the journal of a metadata log");
        }
        record.body().end();
    }

    private void addEntry(LogEntry entry) {
        if (entries.isEmpty() && entry.getIndex() != firstIndex) {
            // The first of a journal, or the first behind a snapshot that came from another member.
            firstIndex = entry.getIndex();
        }
        if (entry.getIndex() != firstIndex + entries.size()) {
            throw new MalformedException(
                    "entry " + entry.getIndex() + " of a metadata log follows " + (firstIndex + entries.size() - 1));
        }
        entries.add(entry);
        bytesBehindSnapshot += RaftValues.bytes(entry);
    }

    private void cutFrom(long index) {
        if (index < firstIndex) {
            throw new MalformedException("a metadata log is cut from " + index + " and begins at " + firstIndex);
        }
        if (index < firstIndex + entries.size()) {
            entries.subList((int) (index - firstIndex), entries.size()).clear();
        }
    }

    /** Keeps entries behind {@code index} alone. */
    private void forgetBefore(long index) {
        int gone = Math.clamp(index + 1 - firstIndex, 0, entries.size());
        entries.subList(0, gone).clear();
        if (!entries.isEmpty() && firstIndex + gone > index + 1) {
            throw new MalformedException(
                    "a metadata log lacks the entries from " + (index + 1) + " to " + (firstIndex + gone - 1));
        }
        firstIndex = index + 1;
        bytesBehindSnapshot = 0;
        for (LogEntry entry : entries) {
            bytesBehindSnapshot += entry.getIndex() > snapshotIndex() ? RaftValues.bytes(entry) : 0;
        }
    }

    private static ByteBuffer encodeTerm(int term, @Nullable RaftEndpoint votedFor) {
        return new Encoder(64)
                .putInt(term)
                .putString(votedFor == null ? "" : String.valueOf(votedFor.getId()))
                .finish();
    }

    private static ByteBuffer encodeEntry(LogEntry entry) {
        Encoder out = new Encoder(RaftValues.bytes(entry));
        RaftValues.encodeEntry(entry, out);
        return out.finish();
    }

    private static ByteBuffer encodeCut(long index) {
        return new Encoder(8).putLong(index).finish();
    }
}
