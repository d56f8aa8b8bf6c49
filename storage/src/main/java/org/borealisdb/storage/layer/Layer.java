package org.borealisdb.storage.layer;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.PackedBytes;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.Checksum;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.storage.seal.FileKey;
import org.borealisdb.storage.seal.VolumeKeys;
import org.jspecify.annotations.Nullable;

/**
 * An open layer file, with its index in memory. Counted references: whoever collects layers from a segment {@link #acquire}s them and {@link #release}s them
 * after reading, so that a compacted layer's file outlives its readers.
 */
public final class Layer {
    private final FileStore files;
    private final String name;
    private final long number;
    private final StoredFile file;
    private final long bytes;
    private final LayerHeader header;
    private final Optional<LayerSeal> seal;
    private final LayerIndex index;
    private final LayerMark mark;
    private final long contentBytes;
    private final AtomicInteger references = new AtomicInteger(1);
    private volatile boolean retired;

    private Layer(
            FileStore files,
            String name,
            long number,
            StoredFile file,
            LayerHeader header,
            Optional<LayerSeal> seal,
            LayerIndex index,
            int indexChecksum) {
        this.files = files;
        this.name = name;
        this.number = number;
        this.file = file;
        this.bytes = file.size();
        this.header = header;
        this.seal = seal;
        this.index = index;
        this.mark = new LayerMark(header, bytes, indexChecksum);
        this.contentBytes = bytes + index.savedBytes();
    }

    /**
     * Opens a layer after checking header, footer and index.
     *
     * @param keys of the volumes of this node
     * @throws MalformedException if they are damaged
     * @throws org.borealisdb.cloud.key.KeyUnavailableException if it is sealed with a key that is not among {@code keys}
     */
    public static Layer open(FileStore files, String name, long number, VolumeKeys keys) {
        StoredFile file = files.open(name, WriteMode.BUFFERED);
        try {
            try {
                return check(files, name, number, file, head -> LayerSeal.of(keys, head));
            } catch (MalformedException e) {
                if (!file.remote()) {
                    throw e;
                }
                file.dropCached();
                return check(files, name, number, file, head -> LayerSeal.of(keys, head));
            }
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Reads header, footer and index; {@code seals} makes, of the header of a sealed one, what opens it. */
    private static Layer check(
            FileStore files, String name, long number, StoredFile file, Function<ByteBuffer, LayerSeal> seals) {
        long size = file.size();
        if (size < LayerHeader.BYTES + LayerHeader.FOOTER_BYTES) {
            throw new MalformedException(name + " has " + size + " bytes");
        }
        ByteBuffer footer = read(file, name, size - LayerHeader.FOOTER_BYTES, LayerHeader.FOOTER_BYTES);
        int version = footer.getInt(20);
        boolean sealed = LayerHeader.sealed(version);
        int headBytes = LayerHeader.bytes(version);
        int tagBytes = sealed ? FileKey.TAG_BYTES : 0;
        ByteBuffer head = read(file, name, 0, headBytes);
        if (footer.getInt(28) != Checksum.of(footer, 0, 28)
                || footer.getInt(24) != LayerHeader.END_MAGIC
                || !LayerHeader.known(version)
                || footer.getInt(16) != Checksum.of(head, 0, headBytes)
                || head.getInt(0) != LayerHeader.MAGIC
                || head.getInt(4) != version) {
            throw new MalformedException(name + ": header or footer is damaged");
        }
        long indexAt = footer.getLong(0);
        int count = footer.getInt(8);
        int rowBytes = LayerHeader.indexBytes(version);
        if (count < 0
                || indexAt < headBytes
                || indexAt + (long) count * rowBytes != size - tagBytes - LayerHeader.FOOTER_BYTES) {
            throw new MalformedException(name + ": index of " + count + " sections at " + indexAt);
        }
        ByteBuffer index = read(file, name, indexAt, Math.multiplyExact(count, rowBytes));
        if (footer.getInt(12) != Checksum.of(index, 0, index.limit())) {
            throw new MalformedException(name + ": index is damaged");
        }
        Optional<LayerSeal> seal = sealed ? Optional.of(seals.apply(head)) : Optional.empty();
        if (seal.isPresent()) {
            byte[] tag = read(file, name, size - LayerHeader.FOOTER_BYTES - tagBytes, tagBytes)
                    .array();
            seal.get().check(head, index, tag, name + ": its index");
        }
        LayerHeader header = new LayerHeader(
                new VolumeId(head.getLong(8)), head.getInt(16), head.getInt(20), head.getLong(24), head.getLong(32));
        LayerIndex sections = LayerIndexes.of(index, version, footer.getInt(12));
        checkPadding(name, file, count == 0 ? headBytes : sections.end(count - 1), indexAt);
        return new Layer(files, name, number, file, header, seal, sections, footer.getInt(12));
    }

    /** Between the last section and the index are as many zeroes as make the file's length one of whole blocks. */
    private static void checkPadding(String name, StoredFile file, long from, long to) {
        if (from > to || to - from >= FileStore.BLOCK_BYTES) {
            throw new MalformedException(name + ": sections end at " + from + ", the index begins at " + to);
        }
        ByteBuffer padding = read(file, name, from, (int) (to - from));
        while (padding.hasRemaining()) {
            if (padding.get() != 0) {
                throw new MalformedException(name + ": what is between sections and index is damaged");
            }
        }
    }

    private static ByteBuffer read(StoredFile file, String name, long at, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        if (length > 0 && file.read(at, bytes) != length) {
            throw new MalformedException(name + " ends before byte " + (at + length));
        }
        return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    public LayerHeader header() {
        return header;
    }

    /** True if its sections are opened before they are read. */
    boolean sealed() {
        return seal.isPresent();
    }

    /** Number of the file within its segment. */
    public long number() {
        return number;
    }

    /** Bytes of the file. */
    public long bytes() {
        return bytes;
    }

    /** Bytes that the file would have if nothing in it were packed: what merging it costs. */
    public long contentBytes() {
        return contentBytes;
    }

    /** True if the file is still in the store that the segment was restored from: reads fetch, and nothing of it can rot here. Once false, it stays so. */
    public boolean remote() {
        return file.remote();
    }

    /** Number of sections. */
    public int sections() {
        return index.sections();
    }

    /** The page of the section at {@code place}; they ascend, and a page may have several. */
    public long page(int place) {
        return index.page(place);
    }

    /** The place of the first section of a page at or behind {@code page}; as many as there are sections if there is none. */
    public int atOrBehind(long page) {
        return index.atOrBehind(page);
    }

    /** Place of the oldest section of {@code page}, negative if the layer has nothing of it; {@link #newer} leads on. */
    public int oldest(long page) {
        return index.oldest(page);
    }

    /** Place of the newest section of {@code page}, negative if the layer has nothing of it; {@link #older} leads on. */
    public int newest(long page) {
        return index.newest(page);
    }

    /** Place of the section of the same page before the one at {@code place}, negative if there is none. */
    public int older(int place) {
        return index.older(place);
    }

    /** Place of the section of the same page behind the one at {@code place}, negative if there is none. */
    public int newer(int place) {
        return index.newer(place);
    }

    /** Deltas behind the newest base of the section at {@code place} (that base included in old versions, if it is a record), or all of them if it has none. */
    public int deltas(int place) {
        return index.deltas(place);
    }

    /** Bytes of {@link #deltas}. */
    public int deltaBytes(int place) {
        return index.deltaBytes(place);
    }

    /** True if the section at {@code place} has an image or a record that begins the page. */
    public boolean hasBase(int place) {
        return index.hasBase(place);
    }

    /** Places of the newest sections of those pages that end here, as far as this layer has them. Not to be changed. */
    public int[] freed() {
        return index.freed();
    }

    /** No entry of the section at {@code place} is below this LSN. */
    public long lowest(int place) {
        return index.lowest(place);
    }

    /** No entry of the section at {@code place} is above this LSN. */
    public long highest(int place) {
        return index.highest(place);
    }

    /** False if no entry of the section at {@code place} belongs to the history of {@code path}. */
    public boolean touches(int place, HistoryPath path) {
        int timeline = index.timeline(place);
        return timeline == 0 || path.includes(timeline, index.lowest(place));
    }

    /** Bytes of the entries of the section at {@code place}. */
    public int contentLength(int place) {
        return index.unpacked(place);
    }

    /** Bytes of the section at {@code place} in the file. */
    public int sectionLength(int place) {
        return index.length(place);
    }

    /**
     * The entries of the section at {@code place}, by LSN.
     *
     * @throws DamagedSectionException if it is damaged
     */
    public List<LayerEntry> section(int place) {
        return section(place, sectionBytes(place));
    }

    /** The entries of the section at {@code place}, which is {@code stored} as the file has it. */
    List<LayerEntry> section(int place, ByteBuffer stored) {
        stored.order(ByteOrder.LITTLE_ENDIAN);
        return entries(place, unpacked(place, seal.isPresent() ? opened(seal.get(), place, stored) : stored));
    }

    private ByteBuffer unpacked(int place, ByteBuffer section) {
        int length = index.unpacked(place);
        if (length == section.limit()) {
            return section;
        }
        if (length < 0 || length > LayerHeader.MOST_UNPACKED) {
            throw damaged(place, "the section of page " + index.page(place) + " is malformed");
        }
        try {
            byte[] bytes = PackedBytes.unpack(section.array(), section.arrayOffset(), section.limit(), length);
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        } catch (MalformedException e) {
            throw damaged(place, "the section of page " + index.page(place) + ": " + e.getMessage());
        }
    }

    private ByteBuffer opened(LayerSeal with, int place, ByteBuffer stored) {
        try {
            return with.open(place, index.page(place), stored);
        } catch (MalformedException e) {
            throw damaged(place, "of page " + index.page(place) + " " + e.getMessage());
        }
    }

    private List<LayerEntry> entries(int place, ByteBuffer section) {
        int length = section.limit();
        MemorySegment memory = MemorySegment.ofBuffer(section);
        int count = index.entries(place);
        List<LayerEntry> entries = new ArrayList<>(Math.min(count, length / LayerHeader.ENTRY_BYTES));
        int at = 0;
        @Nullable LayerEntry image = null;
        for (int entry = 0; entry < count; entry++) {
            if (length - at < LayerHeader.ENTRY_BYTES) {
                throw damaged(place, "the section of page " + index.page(place) + " is cut off");
            }
            int size = section.getInt(at + 16);
            int body = at + LayerHeader.ENTRY_BYTES;
            if (size < 0 || size > length - body) {
                throw damaged(place, "an entry of page " + index.page(place) + " is malformed");
            }
            LayerEntry next = entry(place, section, memory, at, size, image);
            entries.add(next);
            image = next.image() ? next : image;
            at = body + size;
        }
        return entries;
    }

    /**
     * The entry at {@code at}.
     *
     * @param size of its bytes, which are there
     * @param before the image before it in its section, if there is one
     */
    private LayerEntry entry(
            int place, ByteBuffer section, MemorySegment memory, int at, int size, @Nullable LayerEntry before) {
        long lsn = section.getLong(at);
        int timeline = section.getInt(at + 8);
        int kind = section.getInt(at + 12);
        int body = at + LayerHeader.ENTRY_BYTES;
        if (kind == LayerHeader.PATCH) {
            if (before == null || !ImagePatch.is(memory, body, size)) {
                throw damaged(place, "a patch of page " + index.page(place) + " is malformed");
            }
            return LayerEntry.patch(lsn, timeline, before, memory, body, size);
        }
        boolean image = kind == LayerHeader.IMAGE;
        if (image && size != Page.BYTES) {
            throw damaged(place, "an entry of page " + index.page(place) + " is malformed");
        }
        // The record was checked whole when it arrived, and the section's checksum says that it is the same still.
        if (!image && (size < RedoRecord.HEADER_BYTES || RedoRecord.length(memory, body) != size)) {
            throw damaged(place, "a record of page " + index.page(place) + " is malformed");
        }
        return new LayerEntry(lsn, timeline, image, memory, body, size);
    }

    /** What its file is known by. */
    public LayerMark mark() {
        return mark;
    }

    /** Its file, for other nodes of the process. */
    public LayerSource source() {
        return new LayerSource(files, name, mark());
    }

    /** Reads many sections. */
    public LayerReader reader(LayerCaching caching) {
        return new LayerReader(this, files, name, caching);
    }

    /** A scan of all sections as they are on the disk. */
    public LayerScan scan() {
        return new LayerScan(this, files, name);
    }

    long sectionAt(int place) {
        return index.at(place);
    }

    int sectionChecksum(int place) {
        return index.checksum(place);
    }

    private ByteBuffer sectionBytes(int place) {
        int length = index.length(place);
        if (length < 0 || length > bytes) {
            throw new MalformedException(name + ": section of " + length + " bytes");
        }
        ByteBuffer section = sectionRead(place, length);
        boolean wrong = wrong(section, place);
        if (wrong && file.remote()) {
            // The object may be what it should be nevertheless.
            file.dropCached();
            section = sectionRead(place, length);
            wrong = wrong(section, place);
        }
        if (wrong && !PlantedBug.SKIP_LAYER_CHECKSUM.planted()) {
            throw damaged(place, "the section of page " + index.page(place) + " is damaged");
        }
        return section;
    }

    private ByteBuffer sectionRead(int place, int length) {
        try {
            return read(file, name, index.at(place), length);
        } catch (FileException | MalformedException e) {
            // What can't be read is as good as what reads wrong.
            throw damaged(place, String.valueOf(e.getMessage()));
        }
    }

    private boolean wrong(ByteBuffer section, int place) {
        return index.checksum(place) != Checksum.of(section, 0, section.limit());
    }

    DamagedSectionException damaged(int place, String what) {
        return new DamagedSectionException(name + ": " + what, number, index.page(place));
    }

    /**
     * Compares header, index and footer on the disk with what was read when the layer was opened.
     *
     * @throws MalformedException if they are not what they were
     */
    public void verifyFrame() {
        try (StoredFile fresh = files.open(name, WriteMode.DURABLE)) {
            // One that is sealed in another way now does not open by what it was sealed with.
            Layer now = check(files, name, number, fresh, _ -> seal.orElseThrow(this::changed));
            if (!now.header.equals(header) || !now.index.sameAs(index) || now.seal.isPresent() != seal.isPresent()) {
                throw changed();
            }
        } catch (FileException e) {
            throw new MalformedException(name + ": " + e.getMessage(), e);
        }
    }

    private MalformedException changed() {
        return new MalformedException(name + ": header or index is not what it was");
    }

    /** Keeps the file until {@link #release}. Call it only while the segment's lock keeps the owner from letting go. */
    public Layer acquire() {
        references.incrementAndGet();
        return this;
    }

    public void release() {
        if (references.decrementAndGet() == 0) {
            file.close();
            if (retired) {
                files.delete(name);
            }
        }
    }

    /** The owner lets go of it for ever: deletes the file after the last reader. */
    public void retire() {
        retired = true;
        release();
    }
}
