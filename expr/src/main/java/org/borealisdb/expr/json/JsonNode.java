package org.borealisdb.expr.json;

import java.util.List;

/** A value that jsonb can be made of: what is stored already, or a new array or object of such. */
public sealed interface JsonNode permits JsonItem, JsonNode.Elements, JsonNode.Members {
    /** A new array. */
    record Elements(List<? extends JsonNode> elements) implements JsonNode {
        /** Copies the elements. */
        public Elements {
            elements = List.copyOf(elements);
        }
    }

    /**
     * A new object.
     *
     * @param members in the order of the keys, each of them once; {@link MemberList} sees to that
     */
    record Members(List<Member> members) implements JsonNode {
        /** Copies the members. */
        public Members {
            members = List.copyOf(members);
        }
    }

    /** A member of an object. */
    record Member(JsonKey key, JsonNode value) {}
}
