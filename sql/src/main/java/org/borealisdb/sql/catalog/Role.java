package org.borealisdb.sql.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.borealisdb.engine.catalog.CatalogObject;

/**
 * A role.
 *
 * @param id its number
 * @param attributes what it may do, apart from privileges on objects
 * @param connectionLimit how many sessions it may have at once; {@link #UNLIMITED} for any number
 */
public record Role(long id, String name, Set<Attribute> attributes, int connectionLimit) {
    /** No limit of sessions. */
    public static final int UNLIMITED = -1;

    /** Property with the stored password: a verifier of SCRAM-SHA-256, or what a client sent as one of MD5. */
    public static final String PASSWORD = "password";

    /** Property of the first role with the verifier of the password that the region was last started with. */
    public static final String GIVEN_PASSWORD = "given password";

    /** Property with the time when the password expires, in microseconds since 2000. */
    public static final String VALID_UNTIL = "valid until";

    /** Property of all objects that somebody owns with the number of that role; those without belong to the first role. */
    public static final String OWNER = "owner";

    private static final String ATTRIBUTES = "attributes";
    private static final String CONNECTION_LIMIT = "connection limit";
    private static final Set<Attribute> ALL = Set.of(Attribute.values());
    /** Sets by the texts that are stored of them: every statement asks, and there are no more of them than of sets, for they are sorted. */
    private static final Map<String, Set<Attribute>> READ = new ConcurrentHashMap<>();

    /** What roles may do. */
    public enum Attribute {
        SUPERUSER,
        INHERIT,
        CREATEROLE,
        CREATEDB,
        LOGIN,
        REPLICATION,
        BYPASSRLS
    }

    /** Copies the attributes. */
    public Role {
        attributes = Set.copyOf(attributes);
    }

    /** Reads a role; one without attributes is from a version in which the only role could do everything. */
    public static Role of(CatalogObject object) {
        return new Role(
                object.id(),
                object.name(),
                object.property(ATTRIBUTES)
                        .map(stored -> READ.computeIfAbsent(stored, Role::attributes))
                        .orElse(ALL),
                object.property(CONNECTION_LIMIT).map(Integer::parseInt).orElse(UNLIMITED));
    }

    private static Set<Attribute> attributes(String stored) {
        return stored.isEmpty()
                ? Set.of()
                : Arrays.stream(stored.split(",", -1))
                        .map(word -> Attribute.valueOf(word.toUpperCase(Locale.ROOT)))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns whether an object says what its role may do, as versions with more than one role write it. */
    public static boolean hasAttributes(CatalogObject object) {
        return object.property(ATTRIBUTES).isPresent();
    }

    /** Returns the stored object with this role's attributes and limit. */
    public CatalogObject into(CatalogObject object) {
        String words = attributes.stream()
                .sorted()
                .map(attribute -> attribute.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
        return object.with(ATTRIBUTES, words).with(CONNECTION_LIMIT, Integer.toString(connectionLimit));
    }

    /** Returns when a stored role's password expires, in microseconds since 2000; empty for never. */
    public static OptionalLong validUntil(CatalogObject object) {
        return object.property(VALID_UNTIL)
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }

    public boolean has(Attribute attribute) {
        return attributes.contains(attribute);
    }

    public boolean mayCreateDatabases() {
        return isSuperuser() || has(Attribute.CREATEDB);
    }

    public boolean isSuperuser() {
        return has(Attribute.SUPERUSER);
    }
}
