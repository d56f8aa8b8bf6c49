package org.borealisdb.storage.segment;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.storage.file.ReplacedFile;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerCaching;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerPacking;
import org.borealisdb.storage.layer.LayerSource;
import org.borealisdb.storage.layer.LayerWriter;
import org.borealisdb.storage.seal.DataKey;
import org.borealisdb.storage.seal.VolumeKeys;

/**
 * The folder of one segment: names, manifest, raw logs, the mark of damage, and copies that are being made of peers' pages. Holds no state; the background task
 * writes, but for the mark, which whoever finds damage writes, and the copies, which belong to the rebuilding task.
 */
public final class SegmentFiles {
    private static final int RAW_MAGIC = 0x4C525242;
    /** Batches in the clear. Written for volumes that are not encrypted. */
    private static final int CLEAR_RAW = 1;
    /** Batches sealed. */
    private static final int SEALED_RAW = 2;

    private static final String LAYER = "layer-";
    private static final String RAW = "raw-";
    private static final String COPY = "copy-";
    private static final String MANIFEST = "manifest";
    private static final String DAMAGE = "damage";
    private static final String DIFFERING = "differing";

    private final FileStore files;
    private final VolumeKeys keys;
    private final VolumeId volume;
    private final int group;
    private final String folder;

    SegmentFiles(FileStore files, VolumeKeys keys, VolumeId volume, int group) {
        this.files = files;
        this.keys = keys;
        this.volume = volume;
        this.group = group;
        this.folder = "volume-" + volume.value() + "/group-" + group;
    }

    public FileStore store() {
        return files;
    }

    public String layerName(long number) {
        return folder + "/" + LAYER + number;
    }

    private String rawName(long number) {
        return folder + "/" + RAW + number;
    }

    /** Begins layer {@code name}, which passes the page cache by if it is large. */
    public LayerWriter writeLayer(String name, LayerHeader header) {
        return writeLayer(name, header, LayerCaching.PAST, LayerPacking.of(header));
    }

    /** Begins layer {@code name}. */
    public LayerWriter writeLayer(String name, LayerHeader header, LayerCaching caching, LayerPacking packing) {
        return new LayerWriter(files, name, header, keys, caching, packing);
    }

    /**
     * Opens layer {@code number}.
     *
     * @throws MalformedException if it is damaged
     */
    public Layer openLayer(long number) {
        return Layer.open(files, layerName(number), number, keys);
    }

    /**
     * Copies a layer of another node as layer {@code number}.
     *
     * @param pause called between pieces
     * @throws org.borealisdb.storage.layer.LostLayerException if it is not to be had
     */
    public void copyLayer(LayerSource source, long number, LayerCaching caching, Runnable pause) {
        source.copyTo(files, layerName(number), keys, caching, pause);
    }

    /** The name that range {@code number} of a copy has until a manifest is about to name it. */
    public String copyName(int number) {
        return folder + "/" + COPY + number;
    }

    /**
     * Opens copy {@code number} as what is to be layer {@code layer}.
     *
     * @throws MalformedException if it is damaged
     */
    public Layer openCopy(int number, long layer) {
        return Layer.open(files, copyName(number), layer, keys);
    }

    /** Makes it the folder of an empty segment, durably, unless it is one already: from now on a missing manifest is damage. */
    void create() {
        if (!files.exists(folder + "/" + MANIFEST)) {
            writeManifest(Manifest.empty(volume, group));
        }
    }

    /**
     * Makes it the folder of a segment that begins with what {@code origin}, one of the same group, has in layers, durably, unless it is one already. The layers are shared: files
     * never change.
     *
     * @param layers those that {@code manifest} names; they are kept meanwhile
     */
    void create(SegmentFiles origin, Manifest manifest, List<Layer> layers) {
        if (!files.exists(folder + "/" + MANIFEST)) {
            // What an attempt before has left.
            deleteAll(List.of());
            for (Layer layer : layers) {
                files.link(origin.layerName(layer.number()), layerName(layer.number()));
            }
            writeManifest(manifest.branched(volume));
        }
    }

    /** Makes it the folder of a tail that need not have anything up to {@code upTo}, durably, unless it is one already. */
    void createTail(int timeline, long upTo, long vdl) {
        if (!files.exists(folder + "/" + MANIFEST)) {
            deleteAll(List.of());
            writeManifest(Manifest.trimmed(volume, group, timeline, upTo, vdl));
        }
    }

    /** True if there is anything in it. */
    boolean used() {
        return !files.list(folder).isEmpty();
    }

    public Manifest readManifest() {
        Manifest manifest = ReplacedFile.read(
                        files, folder + "/" + MANIFEST, Manifest.MAGIC, Manifest.WITHOUT_ABSTENTION, Manifest.VERSION)
                .map(content -> Manifest.decode(content.version(), content.bytes()))
                .orElseThrow(() -> new MalformedException("the manifest in " + folder + " is missing"));
        if (!manifest.volume().equals(volume) || manifest.group() != group) {
            throw new MalformedException("the manifest in " + folder + " is of another segment");
        }
        return manifest;
    }

    public void writeManifest(Manifest manifest) {
        ReplacedFile.write(files, folder + "/" + MANIFEST, Manifest.MAGIC, Manifest.VERSION, manifest.encode());
    }

    /** A number above those of all files that are here, whether a manifest names them or not. */
    public long unusedNumber() {
        long unused = 1;
        for (String name : files.list(folder)) {
            unused = Math.max(unused, number(name, LAYER) + 1);
            unused = Math.max(unused, number(name, RAW) + 1);
        }
        return unused;
    }

    /** Deletes layers and raw logs that neither {@code manifest} names nor {@code open} holds; copies too. */
    public void deleteOrphans(Manifest manifest, List<Layer> open) {
        List<Long> held = open.stream().map(Layer::number).toList();
        for (String name : files.list(folder)) {
            long layer = number(name, LAYER);
            long raw = number(name, RAW);
            boolean orphan = (name.startsWith(LAYER) && !manifest.layers().contains(layer) && !held.contains(layer))
                    || (name.startsWith(RAW) && !manifest.rawLogs().contains(raw))
                    || name.startsWith(COPY);
            if (orphan) {
                files.delete(folder + "/" + name);
            }
        }
    }

    /** Deletes what is left of copies. */
    public void deleteCopies() {
        for (String name : files.list(folder)) {
            if (name.startsWith(COPY)) {
                files.delete(folder + "/" + name);
            }
        }
    }

    /** Deletes everything but the layers that {@code open} holds, which go when they are retired. */
    public void deleteAll(List<Layer> open) {
        List<String> held = open.stream().map(layer -> LAYER + layer.number()).toList();
        for (String name : files.list(folder)) {
            if (!held.contains(name)) {
                files.delete(folder + "/" + name);
            }
        }
    }

    /** Opens the manifest's layers, and deletes files that a crash left without a manifest naming them. */
    List<Layer> openLayers(Manifest manifest) {
        deleteOrphans(manifest, List.of());
        List<Layer> layers = new ArrayList<>();
        try {
            for (long number : manifest.layers()) {
                if (!files.exists(layerName(number))) {
                    throw new MalformedException(layerName(number) + " is missing");
                }
                layers.add(openLayer(number));
            }
        } catch (RuntimeException e) {
            layers.forEach(Layer::release);
            throw e;
        }
        return layers;
    }

    /** The number in a file's name; -1 if it has another prefix. */
    private static long number(String name, String prefix) {
        if (!name.startsWith(prefix)) {
            return -1;
        }
        try {
            return Long.parseLong(name.substring(prefix.length()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    public void writeRawLog(long number, List<LogEntry> entries) {
        Encoder out = new Encoder(1 << 16);
        for (LogEntry entry : entries) {
            out.putInt(entry.batch().length()).putBytes(entry.batch().bytes());
        }
        ByteBuffer done = out.finish();
        byte[] content = new byte[done.remaining()];
        done.get(content);
        Optional<DataKey> key = keys.sealing(volume);
        if (key.isPresent()) {
            content = RawLogSeal.seal(key.get(), keys.newSalt(), content);
        }
        ReplacedFile.write(files, rawName(number), RAW_MAGIC, key.isPresent() ? SEALED_RAW : CLEAR_RAW, content);
    }

    List<Batch> readRawLog(long number) {
        ReplacedFile.Content content = ReplacedFile.read(files, rawName(number), RAW_MAGIC, CLEAR_RAW, SEALED_RAW)
                .orElseThrow(() -> new MalformedException(rawName(number) + " is missing"));
        ByteBuffer clear = content.version() == CLEAR_RAW
                ? content.bytes()
                : RawLogSeal.open(keys, content.bytes(), rawName(number));
        Decoder in = new Decoder(clear, rawName(number));
        List<Batch> batches = new ArrayList<>();
        while (in.remaining() > 0) {
            batches.add(Batch.decode(in.getBytes(in.getCount(1))));
        }
        return batches;
    }

    public void deleteRawLog(long number) {
        files.delete(rawName(number));
    }

    public void deleteLayer(long number) {
        files.delete(layerName(number));
    }

    /**
     * Reads the manifest and the raw logs that it names.
     *
     * @throws MalformedException if one of them does not read as it was written
     */
    public void verifySmallFiles() {
        for (long number : readManifest().rawLogs()) {
            readRawLog(number);
        }
    }

    /** Remembers, across restarts, that something is wrong with this segment. */
    void writeDamage(DamageMark mark) {
        ReplacedFile.write(files, folder + "/" + DAMAGE, DamageMark.MAGIC, DamageMark.VERSION, mark.encode());
    }

    Optional<DamageMark> readDamage() {
        return ReplacedFile.read(
                        files, folder + "/" + DAMAGE, DamageMark.MAGIC, DamageMark.REASON_ALONE, DamageMark.VERSION)
                .map(content -> DamageMark.decode(content.version(), content.bytes()));
    }

    /** The segment was rebuilt, and its new manifest is durable. */
    public void deleteDamage() {
        files.delete(folder + "/" + DAMAGE);
    }

    /** Remembers, across restarts, which pages must not be served. */
    void writeDiffering(byte[] pages) {
        ReplacedFile.write(files, folder + "/" + DIFFERING, DifferingPages.MAGIC, DifferingPages.VERSION, pages);
    }

    Optional<ByteBuffer> readDiffering() {
        return ReplacedFile.read(files, folder + "/" + DIFFERING, DifferingPages.MAGIC, DifferingPages.VERSION);
    }

    /** The segment has its pages from its peers now. */
    public void deleteDiffering() {
        files.delete(folder + "/" + DIFFERING);
    }
}
