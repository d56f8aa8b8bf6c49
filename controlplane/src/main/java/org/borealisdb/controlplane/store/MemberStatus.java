package org.borealisdb.controlplane.store;

import java.util.List;
import java.util.Optional;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.net.Address;

/**
 * How a member of a metadata group is, a fifth of a second ago at most.
 *
 * @param term          of the election that it took part in or heard of last
 * @param leader        whom it follows, itself included
 * @param commitIndex   entries that it knows to be committed
 * @param lastIndex     entries that it has
 * @param snapshotIndex entries that are in its snapshot
 * @param reached       other members from which something came within the last second; followers do not talk to each other
 * @param detail        what it waits for, or why it stopped; else empty
 */
public record MemberStatus(
        Address member,
        Role role,
        int term,
        Optional<Address> leader,
        long commitIndex,
        long lastIndex,
        long snapshotIndex,
        List<Address> reached,
        String detail) {
    /** What a member does. */
    public enum Role {
        /** Makes itself known to the others before it begins. */
        FOUNDING(1),
        /** Was readmitted, and learns again what it may have known: it does not vote yet. */
        LEARNING(2),
        FOLLOWER(3),
        CANDIDATE(4),
        LEADER(5),
        /** Was closed, or had to stop. */
        STOPPED(6);

        private final int code;

        Role(int code) {
            this.code = code;
        }

        private static Role of(int code) {
            for (Role role : values()) {
                if (role.code == code) {
                    return role;
                }
            }
            throw new MalformedException("status of a member of a metadata log: role " + code);
        }
    }

    public MemberStatus {
        reached = List.copyOf(reached);
    }

    void encode(Encoder out) {
        out.putString(member.name()).putByte(role.code).putInt(term);
        out.putString(leader.map(Address::name).orElse(""));
        out.putLong(commitIndex).putLong(lastIndex).putLong(snapshotIndex).putInt(reached.size());
        reached.forEach(each -> out.putString(each.name()));
        out.putString(detail);
    }

    static MemberStatus decode(Decoder in) {
        return new MemberStatus(
                new Address(in.getString()),
                Role.of(in.getByte()),
                in.getInt(),
                Optional.of(in.getString()).filter(name -> !name.isEmpty()).map(Address::new),
                in.getPositiveLong(),
                in.getPositiveLong(),
                in.getPositiveLong(),
                in.getList(5, each -> new Address(each.getString())),
                in.getString());
    }
}
