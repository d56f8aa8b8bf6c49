package org.borealisdb.storage.stage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.borealisdb.runtime.file.StoredFile;

/** One file of the stage. Guarded by the stage's lock, but for writing and reading. */
final class StageFile {
    static final String PREFIX = "file-";

    private final long number;
    private final StoredFile file;
    /** Members that have not said yet that their journals have, durably, what is here. */
    private final Set<String> unsettled = new TreeSet<>();
    /** Places of records that an earlier process has left, by member. */
    private final Map<String, List<Integer>> left = new HashMap<>();

    /** Number of its current use, of all uses of files; 0 before the first one of this process. */
    private long use;

    private int position;

    StageFile(long number, StoredFile file) {
        this.number = number;
        this.file = file;
    }

    static String name(long number) {
        return PREFIX + number;
    }

    long number() {
        return number;
    }

    StoredFile file() {
        return file;
    }

    Set<String> unsettled() {
        return unsettled;
    }

    /** True if nobody needs what is here. */
    boolean free() {
        return unsettled.isEmpty();
    }

    long use() {
        return use;
    }

    /** Notes a record that an earlier process has left. */
    void found(String member, int at) {
        unsettled.add(member);
        left.computeIfAbsent(member, _ -> new ArrayList<>()).add(at);
    }

    /** True if this process has written nothing here. */
    boolean untouched() {
        return use == 0;
    }

    /** Places of records that an earlier process has left; valid while it is {@link #untouched}. */
    List<Integer> left(String member) {
        return left.getOrDefault(member, List.of());
    }

    /** Begins to write it from its beginning. */
    void begin(long newUse) {
        left.clear();
        use = newUse;
        position = StageFormat.ALIGNMENT;
    }

    /** Where the next write goes, which has {@code bytes}. */
    int take(int bytes) {
        int at = position;
        position += bytes;
        return at;
    }

    int position() {
        return position;
    }
}
