package org.borealisdb.runtime.real;

import java.io.IOException;
import java.nio.file.Path;
import org.borealisdb.runtime.file.FileLock;

/** Another process for a test: takes a lock, says so, and holds it until its standard input ends. */
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws IOException {
        FileLock lock = new RealFileStore(Path.of(arguments[0])).lock(arguments[1]);
        System.out.println("locked");
        int end = System.in.read();
        if (end >= 0) {
            lock.close();
        }
    }
}
