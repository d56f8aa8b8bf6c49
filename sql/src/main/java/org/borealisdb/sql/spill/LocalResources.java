package org.borealisdb.sql.spill;

/**
 * What an instance has for the rows that its statements keep.
 *
 * @param memory of all statements together
 * @param scratch where they go on
 */
public record LocalResources(InstanceMemory memory, ScratchSpace scratch) {}
