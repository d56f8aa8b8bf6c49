/**
 * The data folder of a region in one process, as the person at the command line meets it: files with their permissions, the process
 * that runs it, memory, disk and ports. Every problem is one {@link org.borealisdb.server.region.RegionProblemException} with one
 * clear line.
 *
 * <p>{@link org.borealisdb.server.region.DataFolder} is for looking, {@link org.borealisdb.server.region.OpenDataFolder} for the one
 * process that runs the region. What is in the folder:
 *
 * <table>
 * <caption>Files of a data folder</caption>
 * <tr><th>name</th><th>what it holds</th></tr>
 * <tr><td>{@code borealis-region}</td><td>one line that names the format version; folders without it are never touched</td></tr>
 * <tr><td>{@code lock}</td><td>locked by the process that runs the region; its number and start, for others to read</td></tr>
 * <tr><td>{@code region.key}</td><td>32 random bytes made at first start, mode 0600: with it nodes authenticate to each other</td></tr>
 * <tr><td>{@code password}</td><td>password of the role {@code postgres}, one line, mode 0600</td></tr>
 * <tr><td>{@code status.json}</td><td>{@link org.borealisdb.server.region.RegionReport}, replaced every second while the region runs, mode
 *     0600; removed at an orderly stop</td></tr>
 * <tr><td>{@code borealis.log}, {@code borealis.log.1} ...</td><td>the log, at most 5 parts of 16 MiB</td></tr>
 * <tr><td>{@code restoring}</td><td>there while a restore fills the folder, and after one that was cut off: then it is not whole</td></tr>
 * <tr><td>{@code backup/}</td><td>the backup, a folder for each zone, unless it goes elsewhere</td></tr>
 * <tr><td>{@code scratch/}</td><td>a folder for each instance: rows that its statements have no memory for, sealed, gone with the statement</td></tr>
 * <tr><td>{@code stage/}</td><td>the newest blocks of the storage nodes' journals, made durable together</td></tr>
 * <tr><td>{@code metadata/}</td><td>the metadata log</td></tr>
 * <tr><td>{@code storage-a1/}, {@code storage-a2/} ... {@code storage-c2/} ...</td><td>one storage node each; how many there are is how many the region has</td></tr>
 * </table>
 *
 * <p>Invariants: at most one process runs a folder (the operating system's lock decides; it ends with the process). Secrets are never
 * readable by others, not even while they are written. A file is replaced whole or not at all. A folder that holds anything else is
 * never turned into a data folder, and only data folders are deleted.
 *
 * <p>Threading: the types here are used by one task at a time, {@link org.borealisdb.server.region.StatusFile} by one that writes and
 * any processes that read. Nothing here is ever simulated, so it uses the JDK's files and processes directly.
 */
@NullMarked
package org.borealisdb.server.region;

import org.jspecify.annotations.NullMarked;
