package org.borealisdb.expr.json;

import java.util.Arrays;
import org.borealisdb.expr.value.ByteSink;
import org.jspecify.annotations.Nullable;

/** A value of jsonb: its stored bytes, which are read in place. Immutable. */
public final class Jsonb {
    static final int VERSION = 1;

    private final byte[] bytes;
    private final JsonContainer container;

    private Jsonb(byte[] bytes) {
        this.bytes = bytes;
        this.container = new JsonContainer(bytes, 1, bytes.length);
    }

    /** Returns the value of a text. */
    public static Jsonb parse(String text) {
        return of(JsonTree.of(JsonText.parse(text), 0));
    }

    /** Returns a value that holds a node. */
    public static Jsonb of(JsonNode node) {
        return new Jsonb(JsonbWriter.write(node));
    }

    /**
     * Returns the value that was stored as these bytes, which are not copied and must not change.
     *
     * @throws IllegalStateException if they do not begin as one
     */
    public static Jsonb ofStored(byte[] bytes) {
        if (bytes.length < 1 || bytes[0] != VERSION) {
            throw new IllegalStateException("jsonb of version " + (bytes.length < 1 ? "none" : bytes[0]));
        }
        return new Jsonb(bytes);
    }

    /** Returns the length of the stored form. */
    public int storedBytes() {
        return bytes.length;
    }

    /** Appends the stored form. */
    public void appendStored(ByteSink out) {
        out.putBytes(bytes);
    }

    /** Returns what it holds. */
    public JsonItem root() {
        return container.isScalar() ? container.value(0) : container;
    }

    /** Returns the container at the root, which stands for a scalar if that is what the value is. */
    JsonContainer container() {
        return container;
    }

    /** Appends the text as PostgreSQL prints it. */
    public void appendText(ByteSink out) {
        JsonbText.append(out, root());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Jsonb that && (Arrays.equals(bytes, that.bytes) || JsonOrder.compare(this, that) == 0);
    }

    @Override
    public int hashCode() {
        ByteSink key = new ByteSink();
        JsonOrder.appendKey(key, this);
        return Arrays.hashCode(key.toBytes());
    }

    @Override
    public String toString() {
        return JsonbText.of(root());
    }
}
