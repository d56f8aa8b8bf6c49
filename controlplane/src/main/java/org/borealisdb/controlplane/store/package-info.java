/**
 * The metadata log ({@link org.borealisdb.cloud.metadata.MetadataLog}) of a region whose control plane runs on several machines: a Raft group of one member or three, by the library MicroRaft. It survives the loss of
 * one member of three. Decision 49 says why, and what of MicroRaft is put right here.
 *
 * <ul>
 * <li>{@link org.borealisdb.controlplane.store.MetadataMember} keeps a copy in a folder. One task does everything ({@code RaftTask}); {@code RaftJournal} is what it must not forget, {@code RaftTransport} and {@code Arrivals} are how it talks to the others, {@code MetadataState} is what the log leads
 *     to, {@code MemberIdentity} is why a member with a new disk does not vote.
 * <li>{@link org.borealisdb.controlplane.store.RaftMetadataLog} is the log as any process uses it.
 * </ul>
 *
 * <p>A process of the control plane makes a member, the first time by {@code found}, which does nothing later; and uses the log. Nothing but {@code network} differs between processes on one machine and on many; between machines it authenticates and encrypts:
 *
 * <pre>{@code
 * MetadataGroup group = new MetadataGroup("region-1", List.of(new Address("control-a"), new Address("control-b"), new Address("control-c")));
 * Address self = new Address("control-a");
 * MetadataMember.found(files, group, self, random);
 * try (MetadataMember member = MetadataMember.open(files, network, group, self, tasks, clock, random)) {
 *     MetadataLog log = member.log();
 *     ...
 *     member.join();      // until it is closed, or its disk fails: member.status() says which
 * }
 * }</pre>
 *
 * <p>Any other process needs an endpoint only: {@code new RaftMetadataLog(endpoint, group, tasks, clock, random)}. A region's log in a file moves into a new group by {@link org.borealisdb.controlplane.store.RaftMetadataLog#copyFrom}.
 *
 * <p><b>Time.</b> Heartbeats come each 200 ms, a leader is missed after 1 s, and another leads soon after. Messages between members are sent and may be lost; clients call, and wait.
 *
 * <h2>Bytes</h2>
 *
 * <p>Little-endian. A <i>frame</i> is {@code runtime.codec.Framed}: magic, version, length, CRC32C, content. Strings and values are a u32 length and bytes; lists a u32 count and elements.
 *
 * <table>
 * <caption>File {@code identity}: a frame {@code BRKI}, version 1</caption>
 * <tr><th>field</th><th>content</th></tr>
 * <tr><td>group</td><td>string name, list of members' names</td></tr>
 * <tr><td>self</td><td>string</td></tr>
 * <tr><td>incarnation</td><td>u64, drawn with the folder</td></tr>
 * <tr><td>stage</td><td>u8: 1 founding, 2 readmitted, 3 learning, 4 member</td></tr>
 * <tr><td>learnUntil</td><td>u64 index, for stage 3</td></tr>
 * <tr><td>noted</td><td>list of (string member, u64 incarnation)</td></tr>
 * </table>
 *
 * <table>
 * <caption>File {@code journal}, version 1: this head, then records</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>4</td><td>magic {@code BRKJ}</td></tr>
 * <tr><td>4</td><td>2</td><td>version, 1</td></tr>
 * <tr><td>6</td><td>2</td><td>0</td></tr>
 * <tr><td>8</td><td>4</td><td>length of the head, 40</td></tr>
 * <tr><td>12</td><td>4</td><td>CRC32C of the head behind this field</td></tr>
 * <tr><td>16</td><td>8</td><td>salt, drawn for each file</td></tr>
 * <tr><td>24</td><td>8</td><td>index of the snapshot that the entries follow; 0: none</td></tr>
 * <tr><td>32</td><td>4</td><td>its term</td></tr>
 * <tr><td>36</td><td>4</td><td>0</td></tr>
 * </table>
 *
 * <table>
 * <caption>Record of the journal, version 1</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>4</td><td>magic {@code BRKE}</td></tr>
 * <tr><td>4</td><td>2</td><td>version, 1</td></tr>
 * <tr><td>6</td><td>2</td><td>type: 1 term, 2 entry, 3 cut</td></tr>
 * <tr><td>8</td><td>4</td><td>length of the record</td></tr>
 * <tr><td>12</td><td>4</td><td>CRC32C of: the salt (u64), the bytes before this field, the bytes behind it</td></tr>
 * <tr><td>16</td><td>8</td><td>sequence, from 1 in each file</td></tr>
 * <tr><td>24</td><td>8</td><td>sequence up to which the file was durable when this was written</td></tr>
 * <tr><td>32</td><td></td><td>term: u32 term, string whom it voted for (empty: nobody). Entry: see below. Cut: u64 index, from which on all entries are gone</td></tr>
 * </table>
 *
 * <p>An <i>entry</i> is u64 index, u32 term, u8 type of its operation: 1 nothing; 2 set: 16 bytes number of the request, string key, u64 expected version, value; 3 copy: the same with the version to have.
 *
 * <p>A file {@code snapshot-INDEX} (16 hexadecimal digits) is a sequence of frames {@code BRKS}, version 1, each a <i>piece</i>: u64 index, u32 term, u32 number of the piece, u32 count of them, value. The value of piece 0 is a list of the outcomes that are remembered (16 bytes number of the request, u8: 1 stored, 2 other version, 3 full),
 * those of the others are keys in their order (string key, u64 version, value).
 *
 * <table>
 * <caption>Messages between members: a frame {@code BRKM}, version 1, with string group, string sender, u64 incarnation of the sender, u8 type, u32 term, and</caption>
 * <tr><th>type</th><th>content</th></tr>
 * <tr><td>1 append</td><td>u64 index before, u32 its term, u64 commit index, u64 query, u64 flow, list of entries</td></tr>
 * <tr><td>2 appended</td><td>u64 last index, u64 query, u64 flow</td></tr>
 * <tr><td>3 not appended</td><td>u64 index that was expected next, u64 query, u64 flow</td></tr>
 * <tr><td>4 install</td><td>u8 sender leads, u64 index, u32 its term, u32 count of pieces, u64 query, u64 flow, list of strings who has it, u8 a piece follows, the piece</td></tr>
 * <tr><td>5 want piece</td><td>u64 index, u32 number, u64 query, u64 flow</td></tr>
 * <tr><td>6 would you vote</td><td>u32 last term, u64 last index</td></tr>
 * <tr><td>7 answer to that</td><td>u8 yes</td></tr>
 * <tr><td>8 vote</td><td>u32 last term, u64 last index, u8 not if you hear a leader</td></tr>
 * <tr><td>9 answer to that</td><td>u8 yes</td></tr>
 * </table>
 *
 * <table>
 * <caption>Requests: a frame {@code BRKC}, version 1, with string group, u8 type, and</caption>
 * <tr><th>type</th><th>content</th></tr>
 * <tr><td>1 read</td><td>string key</td></tr>
 * <tr><td>2 keys</td><td>string prefix</td></tr>
 * <tr><td>3 change</td><td>operation, as in an entry</td></tr>
 * <tr><td>4 status</td><td></td></tr>
 * <tr><td>5 hello</td><td>string member, u64 incarnation, u8 readmitted</td></tr>
 * <tr><td>6 mark</td><td></td></tr>
 * </table>
 *
 * <table>
 * <caption>Answers: a frame {@code BRKA}, version 1, with u8 type, and</caption>
 * <tr><th>type</th><th>content</th></tr>
 * <tr><td>1 value</td><td>u64 version, value</td></tr>
 * <tr><td>2 absent</td><td></td></tr>
 * <tr><td>3 keys</td><td>list of strings</td></tr>
 * <tr><td>4 decided</td><td>u8 outcome, as in a snapshot</td></tr>
 * <tr><td>5 not the leader</td><td>string who is (empty: not known)</td></tr>
 * <tr><td>6 not now, 7 unknown, 10 refused</td><td>string reason</td></tr>
 * <tr><td>8 status</td><td>string member, u8 role, u32 term, string leader, u64 commit index, u64 last index, u64 index of the snapshot, list of strings whom it reached, string detail</td></tr>
 * <tr><td>9 welcome</td><td>u64 incarnation, u32 term, u64 last index</td></tr>
 * <tr><td>11 mark</td><td>u64 index of the last entry that the member's state has</td></tr>
 * </table>
 */
@NullMarked
package org.borealisdb.controlplane.store;

import org.jspecify.annotations.NullMarked;
