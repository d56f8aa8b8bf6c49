package org.borealisdb.expr.aggregate;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayStack;
import org.borealisdb.expr.value.ArrayValue;
import org.jspecify.annotations.Nullable;

/** The states of the aggregates that make arrays and byte strings of all values. */
final class Collections {
    private Collections() {}

    /** An array of values, NULLs too. */
    static final class Elements implements Accumulator {
        private final SqlType element;
        private final List<@Nullable Object> values = new ArrayList<>();

        Elements(SqlType element) {
            this.element = element;
        }

        @Override
        public void add(@Nullable Object... arguments) {
            values.add(arguments[0]);
        }

        @Override
        public @Nullable Object result() {
            return values.isEmpty() ? null : ArrayValue.of(element, values);
        }
    }

    /** An array of one dimension more than those given, which have the same shape. */
    static final class Arrays implements Accumulator {
        private final ArrayStack arrays;

        Arrays(SqlType element) {
            this.arrays = new ArrayStack(element);
        }

        @Override
        public void add(@Nullable Object... arguments) {
            arrays.add(arguments[0]);
        }

        @Override
        public @Nullable Object result() {
            return arrays.isEmpty() ? null : arrays.array();
        }
    }

    /** Byte strings one after the other; each but the first brings the delimiter before it. */
    static final class Bytes implements Accumulator {
        private @Nullable ByteArrayOutputStream bytes;

        @Override
        public void add(@Nullable Object... arguments) {
            if (arguments[0] instanceof byte[] value) {
                if (bytes == null) {
                    bytes = new ByteArrayOutputStream();
                } else if (arguments[1] instanceof byte[] delimiter) {
                    bytes.writeBytes(delimiter);
                }
                bytes.writeBytes(value);
            }
        }

        @Override
        public @Nullable Object result() {
            return bytes == null ? null : bytes.toByteArray();
        }
    }
}
