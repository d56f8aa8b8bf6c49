package org.borealisdb.controlplane.store;

import java.util.TreeMap;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.file.FileLock;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;

/** A member's folder, and its identity, which says whom the others are. Safe for use by all tasks. */
final class MemberFolder implements AutoCloseable {
    private static final String LOCK = "member.lock";

    private final FileStore files;
    private final FileLock fileLock;

    /** Guards changes of the identity; held while its file is written. */
    private final Lock lock;

    private volatile MemberIdentity identity;

    private MemberFolder(FileStore files, FileLock fileLock, Tasks tasks, MemberIdentity identity) {
        this.files = files;
        this.fileLock = fileLock;
        this.lock = tasks.lock("identity of " + identity.self());
        this.identity = identity;
    }

    /** Writes the identity of a new member into an empty folder; nothing if that was done before. */
    static void begin(
            FileStore files, MetadataGroup group, Address self, RandomSource random, MemberIdentity.Stage stage) {
        if (!group.members().contains(self)) {
            throw new IllegalArgumentException(self + " is no member of " + group);
        }
        try (FileLock _ = files.lock(LOCK)) {
            var known = MemberIdentity.read(files);
            if (known.isPresent()) {
                check(known.get(), group, self);
                if (stage != MemberIdentity.Stage.READMITTED
                        || known.get().stage() == MemberIdentity.Stage.READMITTED) {
                    return;
                }
                if (known.get().begun()) {
                    throw new OperationException(
                            "member " + self + " of the metadata log has its disk: there is nothing to readmit", false);
                }
                // It has promised nothing to anybody yet.
                new MemberIdentity(group, self, random.nextLong(), stage, 0, new TreeMap<>()).write(files);
                return;
            }
            if (files.exists(JournalFile.NAME)) {
                throw new OperationException(
                        "the folder of member " + self
                                + " of the metadata log has a journal, but has lost its identity: give it an empty folder, and readmit it",
                        false);
            }
            new MemberIdentity(group, self, random.nextLong(), stage, 0, new TreeMap<>()).write(files);
        }
    }

    /** Opens a folder in which a member was begun, for this process alone. */
    static MemberFolder open(FileStore files, MetadataGroup group, Address self, Tasks tasks) {
        FileLock fileLock = files.lock(LOCK);
        try {
            MemberIdentity identity = MemberIdentity.read(files)
                    .orElseThrow(() -> new OperationException(
                            "the folder of member " + self
                                    + " of the metadata log is empty: found the group, or if this member lost its disk, readmit it",
                            false));
            check(identity, group, self);
            return new MemberFolder(files, fileLock, tasks, identity);
        } catch (RuntimeException e) {
            fileLock.close();
            throw e;
        }
    }

    private static void check(MemberIdentity identity, MetadataGroup group, Address self) {
        if (!identity.group().equals(group) || !identity.self().equals(self)) {
            throw new OperationException(
                    "the folder belongs to member " + identity.self() + " of " + identity.group() + ", not to " + self
                            + " of " + group,
                    false);
        }
    }

    FileStore files() {
        return files;
    }

    MemberIdentity identity() {
        return identity;
    }

    /** True if {@code member} is noted with that incarnation. */
    boolean noted(Address member, long incarnation) {
        Long its = identity().noted().get(member);
        return its != null && its == incarnation;
    }

    /** Durable on return. */
    void enter(MemberIdentity.Stage stage, long learnUntil) {
        lock.lock();
        try {
            replace(identity.at(stage, learnUntil));
        } finally {
            lock.unlock();
        }
    }

    /** Notes, durably, the incarnation of one that has answered; false if it was noted with another. */
    boolean note(Address member, long incarnation) {
        lock.lock();
        try {
            Long known = identity.noted().get(member);
            if (known == null) {
                replace(identity.noting(member, incarnation));
            }
            return known == null || known == incarnation;
        } finally {
            lock.unlock();
        }
    }

    /** What to say to one that makes itself known; {@link StoreAnswer.Welcome} once it is noted durably, without what this one has seen. */
    StoreAnswer greet(StoreRequest.Hello hello) {
        Address member = identity().group().members().stream()
                .filter(each -> each.name().equals(hello.member()))
                .findFirst()
                .orElseThrow(() -> new OperationException(hello.member() + " is no member of this group", false));
        lock.lock();
        try {
            Long known = identity.noted().get(member);
            boolean same = known != null && known == hello.incarnation();
            boolean first = known == null && !hello.readmitted() && !identity.begun();
            // One that has not begun has nothing to remember: what there is to know, the third knows.
            boolean again = hello.readmitted()
                    && (identity.stage() == MemberIdentity.Stage.MEMBER
                            || identity.stage() == MemberIdentity.Stage.FOUNDING);
            if (!same && !first && !again) {
                return hello.readmitted() || known == null
                        ? new StoreAnswer.NotNow(identity.self() + " is not yet, or not again, a full member itself")
                        : new StoreAnswer.Refused(identity.self() + " knows " + member
                                + " by another disk. If that is lost for good, " + member + " must be readmitted");
            }
            if (!same) {
                replace(identity.noting(member, hello.incarnation()));
            }
            return new StoreAnswer.Welcome(identity.incarnation(), 0, 0);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        fileLock.close();
    }

    /** To be called with the lock held. */
    private void replace(MemberIdentity next) {
        next.write(files);
        identity = next;
    }
}
