package org.borealisdb.storage.stage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.storage.stage.StageFormat.Found;

/** The files of a stage on the disk: finding them at a start, making, and reading them. Guards nothing: the stage does. */
final class StageFiles {
    private final FileStore folder;
    private final StageSettings settings;
    private final StageId id;

    private StageFiles(FileStore folder, StageSettings settings, StageId id) {
        this.folder = folder;
        this.settings = settings;
        this.id = id;
    }

    /** What a folder holds: the files, and in those that somebody may need, who. */
    record Opened(StageFiles files, List<StageFile> all) {}

    /**
     * Takes the folder as it is. Where it lacks a file that somebody may need it is another stage from now on, and who has blocks in the one before learns that from {@link #id}.
     *
     * @throws FileException      if it cannot be read or written
     * @throws OperationException if it is of another version, or nothing tells whose it is
     */
    static Opened open(FileStore folder, StageSettings settings, RandomSource random) {
        Optional<StageControl> said = StageControl.read(folder).or(() -> withoutControl(folder));
        Optional<StageControl> before = said.filter(
                control -> control.files().stream().allMatch(number -> folder.exists(StageFile.name(number))));
        StageId id = before.map(StageControl::id).orElseGet(() -> new StageId(random.nextLong(), random.nextLong()));
        StageFiles files = new StageFiles(folder, settings, id);
        List<Long> known = before.map(StageControl::files).orElse(List.of());
        for (long number : numbers(folder)) {
            if (!known.contains(number)) {
                folder.delete(StageFile.name(number));
            }
        }
        List<StageFile> all = new ArrayList<>();
        boolean clean = before.map(StageControl::clean).orElse(true);
        for (long number : known) {
            StageFile opened = new StageFile(number, folder.open(StageFile.name(number), WriteMode.DURABLE));
            if (!clean) {
                files.scan(opened, (found, at) -> opened.found(found.member(), at));
            }
            all.add(opened);
        }
        files.writeControl(false, all);
        return new Opened(files, all);
    }

    /** What the files themselves say where the control file is missing or damaged; empty if there are none. */
    private static Optional<StageControl> withoutControl(FileStore folder) {
        List<Long> numbers = numbers(folder);
        if (numbers.isEmpty()) {
            return Optional.empty();
        }
        for (long number : numbers) {
            ByteBuffer first = ByteBuffer.allocate(StageFormat.ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
            try (StoredFile file = folder.open(StageFile.name(number), WriteMode.BUFFERED)) {
                file.read(0, first);
            }
            Optional<StageId> id = StageFormat.fileHeader(first.flip());
            if (id.isPresent()) {
                return Optional.of(new StageControl(id.get(), /* clean= */ false, numbers));
            }
        }
        throw new OperationException(
                "the stage of the storage nodes' journals is damaged, or of another version of Borealis", false);
    }

    private static List<Long> numbers(FileStore folder) {
        return folder.list("").stream()
                .filter(name -> name.startsWith(StageFile.PREFIX))
                .map(name -> Long.parseLong(name.substring(StageFile.PREFIX.length())))
                .toList();
    }

    StageId id() {
        return id;
    }

    /** Says durably which files there are, and whether somebody may need them. */
    void writeControl(boolean clean, List<StageFile> all) {
        new StageControl(id, clean, all.stream().map(StageFile::number).toList()).write(folder);
    }

    /**
     * Makes a file of zeroes beside those that there are.
     *
     * @throws FileException FULL if there is no room: nothing is left of it; else: nothing is to be written here any more
     */
    StageFile add(long number, List<StageFile> before) {
        try {
            StageFile made = create(number);
            List<StageFile> all = new ArrayList<>(before);
            all.add(made);
            writeControl(false, all);
            return made;
        } catch (FileException e) {
            if (e.kind() == FileException.Kind.FULL) {
                folder.delete(StageFile.name(number));
            }
            throw e;
        }
    }

    private StageFile create(long number) {
        StoredFile file = folder.create(StageFile.name(number), settings.fileBytes(), WriteMode.DURABLE);
        ByteBuffer header = folder.alignedBuffer(StageFormat.ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
        StageFormat.putFileHeader(header, id);
        file.write(0, header);
        return new StageFile(number, file);
    }

    /** Tells of every good record of {@code member}, in the order of their places. */
    void records(StageFile of, String member, Consumer<StagedBlock> visitor) {
        if (!of.untouched()) {
            scan(of, (found, _) -> {
                if (found.member().equals(member)) {
                    visitor.accept(found.block());
                }
            });
            return;
        }
        ByteBuffer one = folder.alignedBuffer(settings.turnBytes()).order(ByteOrder.LITTLE_ENDIAN);
        try (StoredFile file = folder.open(StageFile.name(of.number()), WriteMode.BUFFERED)) {
            for (int at : of.left(member)) {
                // Mostly one block long; the rest is read if there is one.
                one.clear().limit(StageFormat.ALIGNMENT);
                file.read(at, one);
                int claimed = StageFormat.claimedBytes(one.flip());
                if (claimed > StageFormat.ALIGNMENT && claimed <= one.capacity()) {
                    one.clear().limit(claimed);
                    file.read(at, one);
                    one.flip();
                }
                StageFormat.record(one, 0).ifPresent(found -> visitor.accept(found.block()));
            }
        }
    }

    private void scan(StageFile scanned, ObjIntConsumer<Found> visitor) {
        // A record is no longer than what was written at once.
        ByteBuffer window = folder.alignedBuffer(2 * settings.turnBytes()).order(ByteOrder.LITTLE_ENDIAN);
        try (StoredFile file = folder.open(StageFile.name(scanned.number()), WriteMode.BUFFERED)) {
            long size = file.size();
            long start = 0;
            int filled = 0;
            for (long at = StageFormat.ALIGNMENT; at < size; ) {
                if (at + settings.turnBytes() > start + filled && start + filled < size) {
                    start = at;
                    window.clear();
                    filled = file.read(start, window);
                    window.flip();
                }
                Optional<Found> found = StageFormat.record(window, (int) (at - start));
                if (found.isPresent()) {
                    visitor.accept(found.get(), (int) at);
                }
                at += found.map(Found::bytes).orElse(StageFormat.ALIGNMENT);
            }
        }
    }
}
