package org.borealisdb.runtime.real;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.borealisdb.runtime.file.FileException;

/** Tells from the JDK's exceptions what the owner of a file must know. */
final class FileFailures {
    /** What the C library says for ENOSPC and EDQUOT; the JDK passes on nothing but the text. */
    private static final List<String> FULL_TEXTS = List.of("No space left on device", "Disk quota exceeded");

    private FileFailures() {}

    /** The failure of {@code action} (such as "write 4096 bytes at 0 of") on {@code file}. */
    static FileException of(String action, String file, IOException cause) {
        FileException.Kind kind = kind(cause);
        // NoSuchFileException and its like carry nothing but the path as their message.
        String reason = kind == FileException.Kind.FAILED || cause.getMessage() == null
                ? cause.toString()
                : kind == FileException.Kind.FULL
                        ? "no space left"
                        : kind == FileException.Kind.EXISTS ? "exists already" : "no such file";
        return new FileException(kind, "cannot " + action + " " + file + ": " + reason, cause);
    }

    /** True if {@code cause} says that the file system is full. */
    static boolean full(IOException cause) {
        return kind(cause) == FileException.Kind.FULL;
    }

    private static FileException.Kind kind(IOException cause) {
        return switch (cause) {
            case NoSuchFileException _ -> FileException.Kind.NOT_FOUND;
            case FileAlreadyExistsException _ -> FileException.Kind.EXISTS;
            default -> {
                String message = String.valueOf(cause.getMessage());
                yield FULL_TEXTS.stream().anyMatch(message::contains)
                        ? FileException.Kind.FULL
                        : FileException.Kind.FAILED;
            }
        };
    }
}
