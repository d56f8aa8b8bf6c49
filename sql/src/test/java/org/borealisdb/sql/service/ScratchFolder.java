package org.borealisdb.sql.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.runtime.real.RealRandom;
import org.borealisdb.sql.spill.InstanceMemory;
import org.borealisdb.sql.spill.LocalResources;
import org.borealisdb.sql.spill.ScratchSpace;

/** A folder for what statements of a test put on disk. */
final class ScratchFolder implements AutoCloseable {
    private final Path path;

    ScratchFolder() {
        try {
            path = Files.createTempDirectory("borealis-scratch");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    LocalResources resources(long memoryBytes, UnaryOperator<FileStore> store) {
        ScratchSpace space = ScratchSpace.open(store.apply(new RealFileStore(path)), new RealRandom());
        return new LocalResources(new InstanceMemory(memoryBytes), space);
    }

    List<String> files() {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        try {
            for (String file : files()) {
                Files.delete(path.resolve(file));
            }
            Files.delete(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
