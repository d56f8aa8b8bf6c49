package org.borealisdb.server.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A byte that a disk answers otherwise than it was written. It stays so until its file is deleted, or written anew there.
 *
 * @param file     of a storage node
 * @param position in the file
 * @param value    what is read now
 */
public record RottenByte(Path file, long position, byte value) {
    /**
     * Turns all bits of a byte.
     *
     * @throws NoSuchFileException if the node has deleted the file meanwhile
     */
    static RottenByte flip(Path file, long position) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            byte value = (byte) ~byteAt(channel, position);
            channel.write(ByteBuffer.wrap(new byte[] {value}), position);
            return new RottenByte(file, position, value);
        }
    }

    /** Whether it is still there to be found: a node that merges layers, or ends a journal file, may need the old one no more and never read it again. */
    public boolean remains() {
        try (FileChannel channel = FileChannel.open(file)) {
            return byteAt(channel, position) == value;
        } catch (IOException deleted) {
            return false;
        }
    }

    private static byte byteAt(FileChannel channel, long position) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        channel.read(one, position);
        return one.get(0);
    }
}
