package org.borealisdb.tests.history;

/** What a transaction did with a list. */
public sealed interface Operation {
    /** Which list. */
    int key();

    /** A number was appended, which no other operation appends anywhere. */
    record Append(int key, int element) implements Operation {}

    /** The whole list was read. */
    record Read(int key, Elements elements) implements Operation {}
}
