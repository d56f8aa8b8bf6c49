/**
 * Space in the volume: the volume header and the page allocator, logged like anything else.
 *
 * <p>{@link org.borealisdb.engine.space.VolumeHeader} is page 0. {@link org.borealisdb.engine.space.PageAllocator} gives out pages through {@link
 * org.borealisdb.engine.space.SpacePlan}s, in extents of 64 pages (1 MiB) that belong to one owner each, so that trees stay dense; an extent whose pages are all
 * free goes back to everyone. All pages of an owner are given back by an {@link org.borealisdb.engine.space.OwnerDrop}; {@link org.borealisdb.engine.space.SpaceMeter} counts what is in use. 1,020 extents are a region, described by the map in its second page.
 *
 * <table border="1">
 * <caption>Volume header (page 0), little-endian, behind the common page header</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>24</td><td>8</td><td>magic, "BOREALIS"</td></tr>
 * <tr><td>32</td><td>4</td><td>format version, 1</td></tr>
 * <tr><td>36</td><td>4</td><td>bytes of a page, 16,384</td></tr>
 * <tr><td>40</td><td>4</td><td>pages of a protection group</td></tr>
 * <tr><td>64</td><td>8 each</td><td>slots, by number of {@link org.borealisdb.engine.space.HeaderSlot}</td></tr>
 * </table>
 *
 * <table border="1">
 * <caption>Space map (second page of each region), little-endian, behind the common page header</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>24</td><td>8</td><td>number of the region</td></tr>
 * <tr><td>64</td><td>16 each</td><td>extents: owner (8: root page number; 0 nobody; -1 the system), pages used (8: one bit each, the first is the lowest)</td></tr>
 * </table>
 *
 * <p>Threading: the allocator is safe for use by all tasks, a plan belongs to one session. The allocator's lock is never taken while a latch is held, and never held while
 * a page is loaded.
 */
@NullMarked
package org.borealisdb.engine.space;

import org.jspecify.annotations.NullMarked;
