package org.borealisdb.expr.jsonpath;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.json.JsonItem;

/** What must be in a value for a path to lead to anything in it, or to something that is true: as far as it can be told by keys and scalars. There may be more to it. */
public sealed interface PathDemand {
    /**
     * Something must be where steps lead to.
     *
     * @param scalar what it must equal; any value will do if it is missing
     * @param lax whether arrays are unwrapped on the way, and at the end
     */
    record At(List<Step> steps, Optional<JsonItem> scalar, boolean lax) implements PathDemand {
        /** Copies the steps. */
        public At {
            steps = List.copyOf(steps);
        }
    }

    /** All of it must be there: one part at least. */
    record All(List<PathDemand> parts) implements PathDemand {
        /** Copies the list. */
        public All {
            parts = List.copyOf(parts);
        }
    }

    /** Any of it must be there: one part at least. */
    record Any(List<PathDemand> parts) implements PathDemand {
        /** Copies the list. */
        public Any {
            parts = List.copyOf(parts);
        }
    }

    /** What steps lead to. */
    enum Kind {
        /** The member of a key. */
        MEMBER,
        /** Members of any key. */
        MEMBERS,
        /** Elements. */
        ELEMENTS,
        /** What is some levels down, or none. */
        LEVELS
    }

    /**
     * A step down.
     *
     * @param key of a {@link Kind#MEMBER}
     */
    record Step(Kind kind, String key) {
        Step(Kind kind) {
            this(kind, "");
        }
    }

    /** Returns what must be in a value for a path to lead to anything; empty if nothing is known of it. */
    static Optional<PathDemand> ofAnything(JsonPath path) {
        return new DemandReader(path.isLax()).path(path.steps(), List.of(), Optional.empty());
    }

    /** Returns what must be in a value for a path to lead to something that is true; empty if nothing is known of it. */
    static Optional<PathDemand> ofTruth(JsonPath path) {
        return PathNode.isPredicate(path.steps())
                ? new DemandReader(path.isLax())
                        .predicate((PathNode.Predicate) path.steps().getFirst(), List.of(), false)
                : ofAnything(path);
    }
}
