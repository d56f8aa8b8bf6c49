package org.borealisdb.expr.json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers the members of a new object in any order; of several with one key the last counts. Belongs to one task. */
public final class MemberList {
    private final List<JsonNode.Member> members = new ArrayList<>();

    /** Adds a member. */
    public MemberList add(String key, JsonNode value) {
        return add(JsonKey.of(key), value);
    }

    MemberList add(JsonKey key, JsonNode value) {
        members.add(new JsonNode.Member(key, value));
        return this;
    }

    /** Adds all members of an object. */
    MemberList addAll(JsonContainer object) {
        for (int i = 0; i < object.size(); i++) {
            add(object.key(i), object.value(i));
        }
        return this;
    }

    /** Returns the object. */
    public JsonNode.Members toObject() {
        List<JsonNode.Member> sorted = new ArrayList<>(members);
        sorted.sort(Comparator.comparing(JsonNode.Member::key));
        List<JsonNode.Member> unique = new ArrayList<>(sorted.size());
        for (JsonNode.Member member : sorted) {
            if (!unique.isEmpty() && unique.getLast().key().equals(member.key())) {
                unique.removeLast();
            }
            unique.add(member);
        }
        return new JsonNode.Members(unique);
    }
}
