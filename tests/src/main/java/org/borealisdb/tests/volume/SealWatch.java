package org.borealisdb.tests.volume;

import java.util.HashSet;
import java.util.Set;
import org.borealisdb.storage.seal.SealListener;

/** Sees every sealing of a run, on all nodes, and fails it if a nonce comes twice under one key. */
final class SealWatch implements SealListener {
    private final Set<Sealing> seen = new HashSet<>();

    private record Sealing(String key, long sequence, int part) {}

    @Override
    public void sealing(String key, long sequence, int part) {
        PageModel.check(
                seen.add(new Sealing(key, sequence, part)),
                "nonce (" + sequence + ", " + part + ") is used twice under key " + key);
    }

    /** Sealings so far. */
    int count() {
        return seen.size();
    }
}
