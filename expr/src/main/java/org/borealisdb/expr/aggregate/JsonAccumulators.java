package org.borealisdb.expr.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.borealisdb.expr.json.JsonItem;
import org.borealisdb.expr.json.JsonNode;
import org.borealisdb.expr.json.JsonTexts;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.json.MemberList;
import org.jspecify.annotations.Nullable;

/** The states of the aggregates that make JSON; values come to them as JSON, keys as text. */
final class JsonAccumulators {
    private JsonAccumulators() {}

    /** An array of json. */
    static final class Elements implements Accumulator {
        private final boolean structured;
        private final StringBuilder text = new StringBuilder();

        /**
         * Begins an array.
         *
         * @param structured whether elements are arrays or rows, which get a line each
         */
        Elements(boolean structured) {
            this.structured = structured;
        }

        @Override
        public void add(@Nullable Object... arguments) {
            if (!text.isEmpty()) {
                text.append(structured && arguments[0] != null ? ", \n " : ", ");
            } else {
                text.append('[');
            }
            text.append(arguments[0] instanceof String value ? value : "null");
        }

        @Override
        public @Nullable Object result() {
            return text.isEmpty() ? null : text + "]";
        }
    }

    /** An object of json. */
    static final class Members implements Accumulator {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void add(@Nullable Object... arguments) {
            text.append(text.isEmpty() ? "{ " : ", ")
                    .append(JsonTexts.quoted((String) Objects.requireNonNull(arguments[0])))
                    .append(" : ")
                    .append(arguments[1] instanceof String value ? value : "null");
        }

        @Override
        public @Nullable Object result() {
            return text.isEmpty() ? null : text + " }";
        }
    }

    private static JsonNode node(@Nullable Object value) {
        return value instanceof Jsonb json ? json.root() : JsonItem.Nothing.VALUE;
    }

    /** An array of jsonb. */
    static final class BinaryElements implements Accumulator {
        private final List<JsonNode> elements = new ArrayList<>();

        @Override
        public void add(@Nullable Object... arguments) {
            elements.add(node(arguments[0]));
        }

        @Override
        public @Nullable Object result() {
            return elements.isEmpty() ? null : Jsonb.of(new JsonNode.Elements(elements));
        }
    }

    /** An object of jsonb. */
    static final class BinaryMembers implements Accumulator {
        private final MemberList members = new MemberList();
        private boolean any;

        @Override
        public void add(@Nullable Object... arguments) {
            members.add((String) Objects.requireNonNull(arguments[0]), node(arguments[1]));
            any = true;
        }

        @Override
        public @Nullable Object result() {
            return any ? Jsonb.of(members.toObject()) : null;
        }
    }
}
