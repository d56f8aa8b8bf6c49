package org.borealisdb.controlplane.store;

import io.microraft.RaftConfig;

/**
 * The bounds of a member. Times are in {@link RaftClock}'s, of which five make one of ours.
 *
 * @param snapshotEvery    entries after which there is a snapshot: at the same indices on each member, so that a snapshot that is half sent can be gone on with from another
 * @param pendingEntries   that are not committed, at which a leader takes no more changes
 * @param snapshotAtBytes  of entries behind the snapshot, at which a leader fills the log up to the next one
 */
record MemberLimits(int snapshotEvery, int pendingEntries, long snapshotAtBytes) {
    private static final int ENTRIES_IN_A_MESSAGE = 64;
    /** How much more room MicroRaft's log has: each election adds an entry, also if nothing could be committed since the last one. */
    private static final int ROOM_FOR_ELECTIONS = 4;

    /** What a region uses. */
    static MemberLimits standard() {
        return new MemberLimits(256, 64, 64 << 20);
    }

    /** A heartbeat each 200 ms, a leader is missed after 1 s, an election is repeated after 300 ms. */
    RaftConfig config() {
        return RaftConfig.newBuilder()
                .setLeaderHeartbeatPeriodSecs(1)
                .setLeaderHeartbeatTimeoutSecs(5)
                .setLeaderElectionTimeoutMillis(1_500)
                .setAppendEntriesRequestBatchSize(ENTRIES_IN_A_MESSAGE)
                .setCommitCountToTakeSnapshot(snapshotEvery)
                .setMaxPendingLogEntryCount(pendingEntries * ROOM_FOR_ELECTIONS)
                .setTransferSnapshotsFromFollowersEnabled(false)
                .setRaftNodeReportPublishPeriodSecs(1)
                .build();
    }
}
