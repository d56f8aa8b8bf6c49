package org.borealisdb.engine.catalog;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;

/**
 * One object of the catalog, in the form that all kinds share. What SQL alone knows about it (types, defaults, privileges, ...) is in the
 * properties.
 *
 * @param kind what it is
 * @param id its id, positive, never used again for another object
 * @param parent the object that its name is unique in (the schema of a table, the table of a column); 0 for the cluster itself
 * @param related a second object that it belongs to and is found by (the table of an index or constraint, the column's table, the
 *     role of a setting); 0 if none
 * @param name its name, without NUL characters
 * @param tree the B+tree that holds a table's rows or an index's entries; 0 if it has none
 * @param properties everything else; sorted by name
 */
public record CatalogObject(
        CatalogKind kind,
        long id,
        long parent,
        long related,
        String name,
        long tree,
        SortedMap<String, String> properties) {
    /** Longest name in bytes of UTF-8; SQL cuts identifiers much shorter than that. */
    public static final int MAX_NAME_BYTES = 1024;

    /** Property of an index that no change of a row maintains, whatever else is true of it. */
    public static final String UNMAINTAINED = "unmaintained";

    /** Property that is there if an index is unique: the one property that the engine itself looks at. */
    public static final String UNIQUE = "unique";

    private static final int FORMAT = 1;

    public CatalogObject {
        if (id <= 0) {
            throw new IllegalArgumentException("a catalog object's id must be positive: " + id);
        }
        if (parent < 0 || related < 0 || tree < 0) {
            throw new IllegalArgumentException("catalog object " + id + " refers to a negative id");
        }
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the name of catalog object " + id + " contains a NUL character");
        }
        properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
    }

    /** An object without a tree, related object or properties. */
    public static CatalogObject of(CatalogKind kind, long id, long parent, String name) {
        return new CatalogObject(kind, id, parent, 0, name, 0, new TreeMap<>());
    }

    public CatalogObject withName(String newName) {
        return new CatalogObject(kind, id, parent, related, newName, tree, properties);
    }

    public CatalogObject withTree(long newTree) {
        return new CatalogObject(kind, id, parent, related, name, newTree, properties);
    }

    public CatalogObject withRelated(long newRelated) {
        return new CatalogObject(kind, id, parent, newRelated, name, tree, properties);
    }

    public CatalogObject withProperties(Map<String, String> newProperties) {
        return new CatalogObject(kind, id, parent, related, name, tree, new TreeMap<>(newProperties));
    }

    /** A copy in which one property has a new value. */
    public CatalogObject with(String property, String value) {
        TreeMap<String, String> changed = new TreeMap<>(properties);
        changed.put(property, value);
        return new CatalogObject(kind, id, parent, related, name, tree, changed);
    }

    /** A copy without a property. */
    public CatalogObject without(String property) {
        TreeMap<String, String> left = new TreeMap<>(properties);
        left.remove(property);
        return new CatalogObject(kind, id, parent, related, name, tree, left);
    }

    public Optional<String> property(String property) {
        return Optional.ofNullable(properties.get(property));
    }

    /** The row that stands for this object; its id is in the primary key. */
    byte[] encode() {
        Encoder encoder = new Encoder(128)
                .putByte(FORMAT)
                .putByte(kind.code())
                .putLong(parent)
                .putLong(related)
                .putLong(tree)
                .putString(name)
                .putInt(properties.size());
        properties.forEach((property, value) -> encoder.putString(property).putString(value));
        ByteBuffer row = encoder.finish();
        byte[] bytes = new byte[row.remaining()];
        row.get(bytes);
        return bytes;
    }

    /** The object with this id that {@code row} stands for. */
    static CatalogObject decode(long id, byte[] row, int from, int length) {
        Decoder decoder = new Decoder(ByteBuffer.wrap(row, from, length), "catalog object " + id);
        int format = decoder.getByte();
        if (format != FORMAT) {
            throw new MalformedException("catalog object " + id + " has format " + format);
        }
        int code = decoder.getByte();
        if (!CatalogKind.known(code)) {
            throw new MalformedException("catalog object " + id + " has the unknown kind " + code);
        }
        CatalogKind kind = CatalogKind.ofCode(code);
        long parent = decoder.getPositiveLong();
        long related = decoder.getPositiveLong();
        long tree = decoder.getPositiveLong();
        String name = decoder.getString();
        TreeMap<String, String> properties = new TreeMap<>();
        for (int left = decoder.getCount(2 * Integer.BYTES); left > 0; left--) {
            String property = decoder.getString();
            properties.put(property, decoder.getString());
        }
        decoder.end();
        return new CatalogObject(kind, id, parent, related, name, tree, properties);
    }
}
