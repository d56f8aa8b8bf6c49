package org.borealisdb.storage.seal;

import java.nio.charset.StandardCharsets;

/** What a key is derived for: keys of different purposes never meet, whatever their salts. The texts are part of the formats. */
public enum Purpose {
    JOURNAL("borealis journal 2"),
    LAYER("borealis layer 2"),
    RAW_LOG("borealis raw log 2"),
    BACKUP_LOG("borealis backup log 1");

    private final String text;

    Purpose(String text) {
        this.text = text;
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
