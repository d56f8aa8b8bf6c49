package org.borealisdb.sql.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value in the tree of properties that EXPLAIN shows: what a plan does is said in this tree, and each format writes it in its own way. */
public sealed interface ExplainValue {
    /** Words. */
    record Text(String text) implements ExplainValue {}

    /**
     * A number.
     *
     * @param digits as it is written
     */
    record Numeral(String digits) implements ExplainValue {}

    /** Whether something holds. */
    record Truth(boolean holds) implements ExplainValue {}

    /** Words one after the other, such as the keys of a sort. */
    record Texts(List<String> texts) implements ExplainValue {
        /** Copies the words. */
        public Texts {
            texts = List.copyOf(texts);
        }
    }

    /** Lists of words, such as grouping sets. */
    record Lists(List<Texts> lists) implements ExplainValue {
        /** Copies the lists. */
        public Lists {
            lists = List.copyOf(lists);
        }
    }

    /**
     * Properties with their names.
     *
     * @param members in the order in which they are shown
     */
    record Group(Map<String, ExplainValue> members) implements ExplainValue {
        /** Copies the properties. */
        public Group {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }

    /** Groups one after the other, such as the plans below a plan. */
    record Groups(List<Group> groups) implements ExplainValue {
        /** Copies the groups. */
        public Groups {
            groups = List.copyOf(groups);
        }
    }
}
