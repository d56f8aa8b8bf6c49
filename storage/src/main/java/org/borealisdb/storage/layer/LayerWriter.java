package org.borealisdb.storage.layer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.PackedBytes;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.runtime.codec.Checksum;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.storage.seal.FileKey;
import org.borealisdb.storage.seal.VolumeKeys;

/**
 * Writes one layer file: for each page, ascending, {@link #beginPage}, its entries by LSN, {@link #endPage}; then {@link #finish}, after which the file is
 * durable. A page with many entries gets several sections, so what is held in memory is bounded. Used by one task.
 */
public final class LayerWriter implements AutoCloseable {
    /** From this size on a file is written in whole blocks, past the page cache as a rule. */
    static final int FLUSH_BYTES = 512 << 10;
    /**
     * A large file is made durable in steps of this: where the file system has no way past its page cache, hundreds of megabytes that are written out at once, at its end, stall the journal on the same
     * disk for as long as that takes.
     */
    private static final int SYNC_BYTES = 16 << 20;

    private static final int FIRST_BYTES = 16 << 10;
    /** A base or another timeline begins a new section of the page if the one before is not smaller. */
    private static final int ENOUGH_BYTES = 48 << 10;
    /** So does anything if it is as large as this. */
    private static final int MOST_BYTES = 128 << 10;

    /** An image whose patch is larger is written whole. */
    private static final int MOST_PATCH_BYTES = Page.BYTES / 2;

    private static final int NONE = -1;
    private static final int PATCHED = -2;
    /** A section that is smaller is not packed: it takes as long as one of a page. */
    private static final int LEAST_PACKED_BYTES = 512;

    private final FileStore files;
    private final String name;
    private StoredFile file;
    private final LayerCaching caching;
    private final LayerPacking packing;
    /** True if it is written in whole blocks. */
    private boolean large;
    /** Through which whole blocks go to the file. */
    private ByteBuffer blocks = ByteBuffer.allocate(0);

    private final Encoder index = new Encoder(4096);
    private final Optional<LayerSeal> seal;
    private final ByteBuffer header;
    /** Small at first: most layers of a young segment are. */
    private byte[] pending = new byte[FIRST_BYTES];

    private MemorySegment memory = MemorySegment.ofArray(pending);
    private int length;
    private long written;
    private long synced;
    private int sections;

    private long page = -1;
    private int sectionStart;
    /** Where the section's last image stands whole in {@link #pending}; {@link #NONE} if it has none, {@link #PATCHED} if it is what {@link #before} holds. */
    private int lastImage = NONE;

    private byte[] before = new byte[0];
    private byte[] image = new byte[0];
    private byte[] patch = new byte[0];
    private byte[] packed = new byte[0];
    private int entries;
    private int deltas;
    private int deltaBytes;
    private boolean base;
    /** The last entry says that the page is free. */
    private boolean freed;
    /** That of all its entries; 0 if there are several. */
    private int timeline;

    private long lowest;
    private long highest;

    /** A packed layer that passes the page cache by if it is large, sealed if {@code keys} have a key of its volume. */
    public LayerWriter(FileStore files, String name, LayerHeader about, VolumeKeys keys) {
        this(files, name, about, keys, LayerCaching.PAST, LayerPacking.PACKED);
    }

    /** The same, which goes where {@code caching} says if it is large. */
    public LayerWriter(
            FileStore files,
            String name,
            LayerHeader about,
            VolumeKeys keys,
            LayerCaching caching,
            LayerPacking packing) {
        this.caching = caching;
        this.packing = packing;
        seal = LayerSeal.of(keys, about.volume());
        header = ByteBuffer.allocate(seal.isPresent() ? LayerHeader.SEALED_BYTES : LayerHeader.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        this.files = files;
        this.name = name;
        file = files.create(name, 0, WriteMode.BUFFERED);
        header.putInt(LayerHeader.MAGIC)
                .putInt(version())
                .putLong(about.volume().value());
        header.putInt(about.group())
                .putInt(about.timeline())
                .putLong(about.after())
                .putLong(about.upTo());
        seal.ifPresent(with -> with.putHeader(header));
        header.flip();
        System.arraycopy(header.array(), 0, pending, 0, header.limit());
        length = header.limit();
    }

    private int version() {
        return seal.isPresent() ? LayerHeader.SEALED : LayerHeader.CLEAR;
    }

    public void beginPage(long number) {
        if (number <= page) {
            throw new IllegalStateException("page " + number + " comes after page " + page);
        }
        page = number;
        beginSection();
    }

    private void beginSection() {
        sectionStart = length;
        lastImage = NONE;
        entries = 0;
        deltas = 0;
        deltaBytes = 0;
        base = false;
        freed = false;
        timeline = 0;
        lowest = Long.MAX_VALUE;
        highest = 0;
    }

    /** Begins another section of the page if the one so far is large enough, so that a read of one version reads little. */
    private void divide(int next, boolean nextIsBase) {
        int bytes = length - sectionStart;
        if (bytes >= MOST_BYTES || (bytes >= ENOUGH_BYTES && (nextIsBase || next != timeline))) {
            endPage();
            beginSection();
        }
    }

    /** Adds the redo record at {@code at} of {@code log}. */
    public void addDelta(long lsn, int of, MemorySegment log, long at) {
        int size = RedoRecord.length(log, at);
        boolean begins = RedoRecord.initialises(log, at);
        divide(of, begins);
        if (begins) {
            beginChain();
        } else {
            deltas++;
            deltaBytes += size;
        }
        entry(lsn, of, LayerHeader.DELTA, log, at, size);
        freed = RedoRecord.frees(log, at);
    }

    /** Adds the whole page as it is at {@code lsn}. */
    public void addImage(long lsn, int of, byte[] image) {
        image(lsn, of, MemorySegment.ofArray(image), 0);
    }

    /** Adds an entry of another layer. */
    public void add(LayerEntry entry) {
        if (entry.image()) {
            image(entry.lsn(), entry.timeline(), entry.memory(), entry.at());
        } else {
            addDelta(entry.lsn(), entry.timeline(), entry.memory(), entry.at());
        }
    }

    private void image(long lsn, int of, MemorySegment source, long at) {
        divide(of, true);
        beginChain();
        int size = lastImage == NONE ? -1 : patch(source, at);
        if (size < 0) {
            entry(lsn, of, LayerHeader.IMAGE, source, at, Page.BYTES);
            lastImage = length - Page.BYTES;
        } else {
            entry(lsn, of, LayerHeader.PATCH, MemorySegment.ofArray(patch), 0, size);
            lastImage = PATCHED;
            byte[] made = image;
            image = before;
            before = made;
        }
        freed = false;
    }

    /** Makes the patch of the section's last image that an image is; answers its bytes, -1 if it is too large. */
    private int patch(MemorySegment source, long at) {
        if (patch.length == 0) {
            before = new byte[Page.BYTES];
            image = new byte[Page.BYTES];
            patch = new byte[MOST_PATCH_BYTES];
        }
        if (lastImage >= 0) {
            System.arraycopy(pending, lastImage, before, 0, Page.BYTES);
        }
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, at, image, 0, Page.BYTES);
        return ImagePatch.between(before, image, patch);
    }

    private void beginChain() {
        base = true;
        deltas = 0;
        deltaBytes = 0;
    }

    private void entry(long lsn, int of, int kind, MemorySegment source, long at, int size) {
        room(LayerHeader.ENTRY_BYTES + size);
        memory.set(Page.LONG, length, lsn);
        memory.set(Page.INT, length + 8L, of);
        memory.set(Page.INT, length + 12L, kind);
        memory.set(Page.INT, length + 16L, size);
        MemorySegment.copy(source, at, memory, length + (long) LayerHeader.ENTRY_BYTES, size);
        length += LayerHeader.ENTRY_BYTES + size;
        timeline = entries == 0 || of == timeline ? of : 0;
        lowest = Math.min(lowest, lsn);
        highest = Math.max(highest, lsn);
        entries++;
    }

    public void endPage() {
        int content = length - sectionStart;
        if (packing == LayerPacking.PACKED) {
            pack(content);
        }
        if (seal.isPresent()) {
            room(FileKey.TAG_BYTES);
            seal.get().seal(sections, page, pending, sectionStart, length - sectionStart);
            length += FileKey.TAG_BYTES;
        }
        int size = length - sectionStart;
        index.putLong(page).putLong(written + sectionStart).putInt(size);
        index.putInt(Checksum.of(pending, sectionStart, size)).putInt(entries).putInt(deltas);
        index.putInt(deltaBytes | (base ? LayerHeader.HAS_BASE : 0) | (freed ? LayerHeader.FREED : 0));
        index.putInt(timeline).putLong(lowest).putLong(highest).putInt(content);
        sections++;
        if (length >= FLUSH_BYTES) {
            flush();
        }
    }

    /** Packs the section, if that makes it smaller. */
    private void pack(int bytes) {
        if (bytes < LEAST_PACKED_BYTES) {
            return;
        }
        int most = bytes - bytes / 8;
        if (packed.length < most) {
            packed = new byte[Math.max(most, 2 * packed.length)];
        }
        int size = PackedBytes.pack(pending, sectionStart, bytes, packed, 0, most);
        if (size > 0) {
            System.arraycopy(packed, 0, pending, sectionStart, size);
            length = sectionStart + size;
        }
    }

    /** Writes index and footer and makes the file durable; answers its bytes. */
    public long finish() {
        ByteBuffer indexBytes = index.finish();
        int indexChecksum = Checksum.of(indexBytes, 0, indexBytes.limit());
        Optional<byte[]> tag = seal.map(with -> with.tag(header, indexBytes));
        int behind = indexBytes.limit() + tag.map(bytes -> bytes.length).orElse(0) + LayerHeader.FOOTER_BYTES;
        if (length + behind >= FLUSH_BYTES) {
            becomeLarge();
        }
        end(ByteBuffer.allocate(large ? -(length + behind) & (FileStore.BLOCK_BYTES - 1) : 0));
        long indexAt = written + length;
        end(indexBytes);
        tag.ifPresent(bytes -> end(ByteBuffer.wrap(bytes)));
        ByteBuffer footer = ByteBuffer.allocate(LayerHeader.FOOTER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        footer.putLong(indexAt).putInt(sections).putInt(indexChecksum);
        footer.putInt(Checksum.of(header, 0, header.limit())).putInt(version());
        footer.putInt(LayerHeader.END_MAGIC);
        footer.putInt(Checksum.of(footer, 0, LayerHeader.FOOTER_BYTES - Integer.BYTES))
                .flip();
        end(footer);
        if (large) {
            flush();
        }
        file.sync();
        return written;
    }

    /** Adds what stands behind the sections. */
    private void end(ByteBuffer bytes) {
        append(bytes);
        if (!large) {
            writeSmall();
        }
    }

    private void writeSmall() {
        file.write(written, ByteBuffer.wrap(pending, 0, length));
        written += length;
        length = 0;
    }

    /** From now on the file has whole blocks. */
    private void becomeLarge() {
        if (!large) {
            large = true;
            file.close();
            file = files.open(name, caching.mode());
        }
    }

    private void append(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), FLUSH_BYTES);
            room(count);
            bytes.get(pending, length, count);
            length += count;
            if (length >= FLUSH_BYTES) {
                flush();
            }
        }
    }

    /** Writes the whole blocks of what is pending. */
    private void flush() {
        becomeLarge();
        int whole = length & -FileStore.BLOCK_BYTES;
        if (whole > blocks.capacity()) {
            blocks = files.alignedBuffer(whole);
        }
        if (whole > 0) {
            file.write(written, blocks.clear().put(pending, 0, whole).flip());
            written += whole;
            length -= whole;
            System.arraycopy(pending, whole, pending, 0, length);
        }
        if (written - synced >= SYNC_BYTES) {
            file.sync();
            synced = written;
        }
    }

    private void room(int more) {
        if (length + more > pending.length) {
            byte[] larger = new byte[Math.max(length + more, pending.length * 2)];
            MemorySegment to = MemorySegment.ofArray(larger);
            MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, to, ValueLayout.JAVA_BYTE, 0, length);
            pending = larger;
            memory = to;
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
