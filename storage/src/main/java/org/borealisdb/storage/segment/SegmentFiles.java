package org.borealisdb.storage.segment;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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

/** The folder of one segment: names, manifest, raw logs, and the mark of damage. Holds no state; the background task writes. */
public final class SegmentFiles {
    private static final int RAW_MAGIC = 0x4C525242;
    private static final int RAW_VERSION = 1;
    private static final int DAMAGE_MAGIC = 0x47445242;
    private static final String LAYER = "layer-";
    private static final String RAW = "raw-";

    private final FileStore files;
    private final VolumeId volume;
    private final int group;
    private final String folder;

    SegmentFiles(FileStore files, VolumeId volume, int group) {
        this.files = files;
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

    public Manifest readManifest() {
        Manifest manifest = ReplacedFile.read(files, folder + "/manifest", Manifest.MAGIC, Manifest.VERSION)
                .map(Manifest::decode)
                .orElse(Manifest.empty(volume, group));
        if (!manifest.volume().equals(volume) || manifest.group() != group) {
            throw new MalformedException("the manifest in " + folder + " is of another segment");
        }
        return manifest;
    }

    public void writeManifest(Manifest manifest) {
        ReplacedFile.write(files, folder + "/manifest", Manifest.MAGIC, Manifest.VERSION, manifest.encode());
    }

    /** Opens the manifest's layers, and deletes files that a crash left without a manifest naming them. */
    List<Layer> openLayers(Manifest manifest) {
        for (String name : files.list(folder)) {
            boolean orphan = name.startsWith(LAYER)
                    ? !manifest.layers().contains(number(name, LAYER))
                    : name.startsWith(RAW) && !manifest.rawLogs().contains(number(name, RAW));
            if (orphan) {
                files.delete(folder + "/" + name);
            }
        }
        List<Layer> layers = new ArrayList<>();
        try {
            for (long number : manifest.layers()) {
                if (!files.exists(layerName(number))) {
                    throw new MalformedException(layerName(number) + " is missing");
                }
                layers.add(Layer.open(files, layerName(number), number));
            }
        } catch (RuntimeException e) {
            layers.forEach(Layer::release);
            throw e;
        }
        return layers;
    }

    private static long number(String name, String prefix) {
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
        ReplacedFile.write(files, rawName(number), RAW_MAGIC, RAW_VERSION, content);
    }

    List<Batch> readRawLog(long number) {
        ByteBuffer content = ReplacedFile.read(files, rawName(number), RAW_MAGIC, RAW_VERSION)
                .orElseThrow(() -> new MalformedException(rawName(number) + " is missing"));
        Decoder in = new Decoder(content, rawName(number));
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

    /** Remembers, across restarts, that something is wrong with this segment. */
    void writeDamage(String reason) {
        byte[] content = reason.getBytes(StandardCharsets.UTF_8);
        ReplacedFile.write(files, folder + "/damage", DAMAGE_MAGIC, 1, content);
    }

    Optional<String> readDamage() {
        return ReplacedFile.read(files, folder + "/damage", DAMAGE_MAGIC, 1)
                .map(content -> StandardCharsets.UTF_8
                        .decode(content.order(ByteOrder.LITTLE_ENDIAN))
                        .toString());
    }
}
