package org.borealisdb.tests.model;

import java.util.List;

/** Which scopes are checked. */
public final class Scopes {
    /** A few seconds each: part of every build. */
    public static final List<Scope> QUICK = List.of(
            Scope.ofRecords(2).changes(2).spares(1),
            Scope.ofRecords(1).changes(4).spares(1),
            Scope.ofRecords(1).changes(2).damages(2),
            Scope.ofRecords(1).openings(1).changes(1).spares(1).damages(1),
            Scope.ofRecords(1).openings(1).changes(1).spares(1).tails(),
            Scope.ofRecords(1).changes(3).spares(1).tails(),
            Scope.ofRecords(1).changes(1).damages(1).tails(),
            Scope.ofRecords(1).changes(2).outages(1).tails());

    /** A quarter of a minute each. */
    public static final List<Scope> MEDIUM = List.of(
            Scope.ofRecords(2).openings(2),
            Scope.ofRecords(1).openings(2).changes(1).spares(1),
            Scope.ofRecords(1).changes(4).outages(2),
            Scope.ofRecords(2).openings(1).tails());

    /** A minute and up to a gigabyte each: before a release, or after a change of the protocol. */
    public static final List<Scope> LARGE = List.of(
            Scope.ofRecords(3).openings(1),
            Scope.ofRecords(1).openings(1).changes(2).spares(1),
            Scope.ofRecords(2).openings(1).changes(1).spares(1),
            Scope.ofRecords(1).changes(3).spares(2),
            Scope.ofRecords(1).changes(3).spares(1).damages(1),
            Scope.ofRecords(1).openings(1).changes(2).outages(1),
            Scope.ofRecords(2).openings(2).tails(),
            Scope.ofRecords(1).openings(1).changes(1).outages(1).tails(),
            Scope.ofRecords(1).openings(1).changes(1).damages(1).tails());

    private Scopes() {}

    /** A small scope in which a mistake shows, made in it. */
    public static Scope showing(Mistake mistake) {
        Scope scope = switch (mistake) {
            case COUNT_NEWER_MEMBERSHIPS, ASK_BEFORE_LEARNING, EITHER_CANDIDATE_COUNTS ->
                Scope.ofRecords(1).changes(2).spares(1);
            case SETTLE_WITHOUT_COMPARING -> Scope.ofRecords(2).changes(2).spares(1);
            case COUNT_EARLIER_TERMS -> Scope.ofRecords(1).changes(1).damages(1);
            case IGNORE_BRANCH -> Scope.ofRecords(1).openings(1).changes(1).damages(1);
            case RECOUNT_WITHOUT_COMPARING, RECOUNT_AT_ONCE ->
                Scope.ofRecords(1).changes(2).outages(1);
            case FENCE_NEW_VOTERS_ONLY ->
                Scope.ofRecords(1).openings(1).changes(1).outages(1);
            case SETTLE_ALL_AT_ONCE -> Scope.ofRecords(1).changes(3).spares(2);
            case FENCE_NEW_SET_ONLY -> Scope.ofRecords(1).openings(1).changes(1).spares(1);
            case FENCE_OF_TAILS -> Scope.ofRecords(1).openings(1).tails();
            case FENCE_OF_TWO, BRANCH_BEFORE_DURABLE -> Scope.ofRecords(1).openings(1);
            case VOTE_AT_ONCE, REBUILD_WITHOUT_DECISION -> Scope.ofRecords(1).damages(1);
        };
        return scope.with(mistake);
    }
}
