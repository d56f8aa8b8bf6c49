package org.borealisdb.storage.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.borealisdb.redo.message.PagesPrepared;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Quorum;
import org.borealisdb.runtime.net.Address;

/**
 * What the peers of a segment answered when they were asked to prepare, all after it was known that the segment needs it, and all on the timeline and under the membership that
 * its node knows.
 */
record Sources(NavigableMap<Address, PagesPrepared> answers) {
    Sources {
        answers = new TreeMap<>(answers);
    }

    /** The base to copy as of: one that as many peers as possible can give, with the log behind it, and of those the newest; empty if no peer can give any. */
    Optional<Long> base() {
        long best = -1;
        int most = 0;
        for (PagesPrepared candidate : answers.values()) {
            int able = able(candidate.highest()).size();
            if (able > most || (able == most && able > 0 && candidate.highest() > best)) {
                most = able;
                best = candidate.highest();
            }
        }
        return best < 0 ? Optional.empty() : Optional.of(best);
    }

    /** Who can give {@code base}, with the log behind it. */
    List<Address> able(long base) {
        List<Address> able = new ArrayList<>();
        for (Map.Entry<Address, PagesPrepared> answer : answers.entrySet()) {
            PagesPrepared prepared = answer.getValue();
            if (Math.max(prepared.lowest(), prepared.logFloor()) <= base && base <= prepared.highest()) {
                able.add(answer.getKey());
            }
        }
        return able;
    }

    /** About how many bytes there are to copy from {@code sources}. */
    long bytes(List<Address> sources) {
        long most = 0;
        for (PagesPrepared answer : of(sources)) {
            most = Math.max(most, answer.bytes());
        }
        return most;
    }

    /** Pages that divide the segment, as the peer among {@code sources} says that divides it most. */
    List<Long> cuts(List<Address> sources) {
        List<Long> most = List.of();
        for (PagesPrepared answer : of(sources)) {
            most = answer.cuts().size() > most.size() ? answer.cuts() : most;
        }
        return most;
    }

    private List<PagesPrepared> of(List<Address> sources) {
        return answers.entrySet().stream()
                .filter(answer -> sources.contains(answer.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** True if a peer has log right behind {@code scl}: then it need not be copied. */
    boolean haveLogBehind(long scl) {
        return answers.values().stream().anyMatch(answer -> answer.logFloor() <= scl && answer.scl() > scl);
    }

    /**
     * The highest SCL that was told, if slots of a read quorum told theirs: no record that was durable when they were asked, and that any three other slots hold, is above
     * it (R14).
     */
    Optional<Long> highestScl(Membership membership) {
        if (!membership.reached(Quorum.READ, answers::containsKey)) {
            return Optional.empty();
        }
        return Optional.of(
                answers.values().stream().mapToLong(PagesPrepared::scl).max().orElseThrow());
    }
}
