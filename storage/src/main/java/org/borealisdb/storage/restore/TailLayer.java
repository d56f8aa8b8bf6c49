package org.borealisdb.storage.restore;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeMap;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.storage.backup.BackupNames;
import org.borealisdb.storage.backup.GroupPlan;
import org.borealisdb.storage.backup.LogObject;
import org.borealisdb.storage.backup.StoredLayer;
import org.borealisdb.storage.backup.StoredLog;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerEntry;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerWriter;
import org.borealisdb.storage.layer.PageBuild;
import org.borealisdb.storage.seal.VolumeKeys;

/** The one layer that a restore writes for a group: everything behind the layers that stay in the store, up to the point. Used by one task. */
final class TailLayer {
    private static final String FETCHED = "restore/fetched-";
    private static final int COPY_BYTES = 1 << 20;
    private static final int MOST_ATTEMPTS = 3;

    /** By page, then by LSN, an image behind the record of the same LSN. */
    private final TreeMap<Long, TreeMap<Key, LayerEntry>> pages = new TreeMap<>();

    private final LayerHeader header;
    private final HistoryPath path;
    private final VolumeKeys keys;

    private record Key(long lsn, boolean image) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return lsn != other.lsn ? Long.compare(lsn, other.lsn) : Boolean.compare(image, other.image);
        }
    }

    private TailLayer(LayerHeader header, HistoryPath path, VolumeKeys keys) {
        this.header = header;
        this.path = path;
        this.keys = keys;
    }

    /** Gathers from the store what {@code plan} has behind its layers, in the range of {@code header} and the history of {@code path}; {@code scratch} takes what is fetched meanwhile. */
    static TailLayer gather(
            BackupView view, GroupPlan plan, LayerHeader header, HistoryPath path, VolumeKeys keys, FileStore scratch) {
        TailLayer tail = new TailLayer(header, path, keys);
        for (StoredLayer layer : plan.cut()) {
            tail.addLayer(view, plan.group(), layer, scratch);
        }
        for (StoredLog log : plan.logs()) {
            tail.addLog(view, plan.group(), log);
        }
        return tail;
    }

    /** What reads wrong is fetched again before that is believed. */
    private void addLayer(BackupView view, int group, StoredLayer stored, FileStore scratch) {
        for (int attempt = 1; ; attempt++) {
            try {
                addFetched(view, group, stored, scratch);
                return;
            } catch (MalformedException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw new RestoreException(
                            stored.object() + " in " + view.store().place() + " is damaged: " + e.getMessage());
                }
            }
        }
    }

    private void addFetched(BackupView view, int group, StoredLayer stored, FileStore scratch) {
        String fetched = FETCHED + group;
        fetch(
                view.store(),
                BackupNames.group(view.metadata().id(), group) + "/" + stored.object(),
                stored.bytes(),
                scratch,
                fetched);
        Layer layer = Layer.open(scratch, fetched, 1, keys);
        try {
            for (int place = 0; place < layer.sections(); place++) {
                for (LayerEntry entry : layer.section(place)) {
                    add(layer.page(place), entry);
                }
            }
        } finally {
            layer.release();
            scratch.delete(fetched);
        }
    }

    private static void fetch(ObjectStore store, String object, long bytes, FileStore scratch, String name) {
        scratch.delete(name);
        try (StoredFile file = scratch.create(name, 0, WriteMode.BUFFERED)) {
            ByteBuffer piece = ByteBuffer.allocate(COPY_BYTES);
            for (long at = 0; at < bytes; ) {
                int count = store.read(object, at, piece.clear());
                if (count <= 0) {
                    throw new MalformedException(object + " in " + store.place() + " ends before byte " + bytes);
                }
                file.write(at, piece.flip());
                at += count;
            }
        }
    }

    private void addLog(BackupView view, int group, StoredLog log) {
        List<Batch> batches = LogObject.decode(view.object(group, log.object()), keys);
        for (Batch batch : batches) {
            if (!batch.volume().equals(view.metadata().id()) || batch.group() != group) {
                throw new MalformedException(log.object() + " holds " + batch);
            }
            batch.forEachRecord((at, lsn) -> add(
                    RedoRecord.pageNumber(batch.memory(), at),
                    PageBuild.record(lsn, batch.timeline(), batch.memory(), at)));
        }
    }

    private void add(long page, LayerEntry entry) {
        if (entry.lsn() > header.after()
                && entry.lsn() <= header.upTo()
                && path.includes(entry.timeline(), entry.lsn())) {
            pages.computeIfAbsent(page, _ -> new TreeMap<>()).put(new Key(entry.lsn(), entry.image()), entry);
        }
    }

    /** Writes the file {@code name} of {@code from} to another folder, durably. */
    static void copy(FileStore from, FileStore to, String name) {
        to.delete(name);
        try (StoredFile source = from.open(name, WriteMode.BUFFERED);
                StoredFile target = to.create(name, 0, WriteMode.BUFFERED)) {
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(COPY_BYTES, source.size()));
            for (long at = 0; at < source.size(); ) {
                int count = source.read(at, piece.clear());
                target.write(at, piece.flip());
                at += count;
            }
            target.sync();
        }
    }

    boolean isEmpty() {
        return pages.isEmpty();
    }

    /** Writes it as {@code name}, durably. */
    void write(FileStore files, String name) {
        files.delete(name);
        try (LayerWriter writer = new LayerWriter(files, name, header, keys)) {
            pages.forEach((page, entries) -> {
                writer.beginPage(page);
                entries.values().forEach(writer::add);
                writer.endPage();
            });
            writer.finish();
        }
    }
}
