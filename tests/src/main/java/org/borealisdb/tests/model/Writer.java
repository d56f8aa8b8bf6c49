package org.borealisdb.tests.model;

/**
 * The writer of a timeline.
 *
 * @param known        the version of the metadata, of its own epoch, by whose membership it counts
 * @param acknowledged LSN up to which it told its client that records are durable; at least where its timeline begins
 */
record Writer(int known, int acknowledged) {}
