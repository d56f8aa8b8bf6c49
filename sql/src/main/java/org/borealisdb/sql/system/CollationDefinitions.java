package org.borealisdb.sql.system;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.collation.Collations;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.sql.ast.ObjectDefinition;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.CollationNames;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.UserCollation;
import org.borealisdb.sql.session.SqlNotice;

/** Makes collations, and takes note of new versions of their orders. Belongs to one task. */
final class CollationDefinitions {
    private static final Set<String> OPTIONS =
            Set.of("from", "locale", "lc_collate", "lc_ctype", "provider", "deterministic", "version");

    /** The locales of libc whose texts are in the order of code points, and whose letters are those of ASCII. */
    private static final Set<String> LOCALES_OF_LIBC = Set.of("C", "POSIX");

    private final CatalogChanges changes;

    CollationDefinitions(CatalogChanges changes) {
        this.changes = changes;
    }

    void create(ObjectDefinition.CreateCollation create) {
        CatalogObject parent = changes.schemaOf(new QualifiedName(create.name().parts(), -1));
        Map<String, OptionItem> options = new TreeMap<>();
        for (OptionItem option : create.options()) {
            if (!OPTIONS.contains(option.name())) {
                throw changes.error(
                        ErrorCode.SYNTAX_ERROR,
                        "collation attribute \"" + option.name() + "\" not recognized",
                        option.position());
            }
            if (options.put(option.name(), option) != null) {
                throw changes.error(ErrorCode.SYNTAX_ERROR, "conflicting or redundant options", option.position());
            }
        }
        if (options.containsKey("locale") && (options.containsKey("lc_collate") || options.containsKey("lc_ctype"))) {
            throw conflicting("LOCALE cannot be specified together with LC_COLLATE or LC_CTYPE.");
        }
        if (options.containsKey("from") && options.size() > 1) {
            throw conflicting("FROM cannot be specified together with any other options.");
        }
        CatalogObject made = CatalogObject.of(
                CatalogKind.COLLATION,
                changes.newId(),
                parent.id(),
                create.name().last());
        OptionItem from = options.get("from");
        CatalogObject filled = from == null ? filled(made, options) : copied(made, from);
        Optional<String> version = filled.property(UserCollation.VERSION).or(() -> actualVersion(filled));
        CatalogObject complete = version.isPresent() ? filled.with(UserCollation.VERSION, version.get()) : filled;
        Optional<CatalogObject> taken = changes.schema().child(parent, NameSpace.COLLATIONS, made.name());
        if (taken.isPresent()) {
            String exists = named(filled) + " already exists";
            if (!create.ifNotExists()) {
                throw new SqlException(ErrorCode.DUPLICATE_OBJECT, exists);
            }
            changes.passOver(ErrorCode.DUPLICATE_OBJECT, exists);
            return;
        }
        // Fails if there is no such order.
        new UserCollation(complete).collation(complete.name());
        changes.add(complete);
        changes.schema().forget();
        warnOfVersion(complete);
    }

    private static SqlException conflicting(String detail) {
        return new SqlException(ErrorCode.SYNTAX_ERROR, "conflicting or redundant options").withDetail(detail);
    }

    /** How messages call a collation, with its encoding if it is of one only. */
    static String named(CatalogObject collation) {
        boolean encoded = collation.property(UserCollation.ENCODED).isPresent();
        return "collation \"" + collation.name() + "\"" + (encoded ? " for encoding \"UTF8\"" : "");
    }

    private static CatalogObject filled(CatalogObject made, Map<String, OptionItem> options) {
        Map<String, String> given = new TreeMap<>();
        options.forEach((name, option) -> given.put(name, text(option)));
        boolean deterministic = isTrue("deterministic", given.getOrDefault("deterministic", "true"));
        String provider = given.getOrDefault("provider", "libc");
        boolean icu = provider.equalsIgnoreCase("icu");
        if (!icu && !provider.equalsIgnoreCase("libc")) {
            throw invalid("unrecognized collation provider: " + provider);
        }
        CatalogObject filled = icu ? ofIcu(made, given) : ofLibc(made, given);
        if (!deterministic && !icu) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "nondeterministic collations not supported with this provider");
        }
        if (!icu) {
            refuseLocale(filled.property(UserCollation.COLLATE).orElseThrow());
            refuseLocale(filled.property(UserCollation.CTYPE).orElseThrow());
        }
        filled = deterministic ? filled : filled.with(UserCollation.NONDETERMINISTIC, "true");
        return given.containsKey("version") ? filled.with(UserCollation.VERSION, given.get("version")) : filled;
    }

    private static CatalogObject ofIcu(CatalogObject made, Map<String, String> given) {
        if (!given.containsKey("locale")) {
            throw invalid("parameter \"locale\" must be specified");
        }
        return made.with(UserCollation.PROVIDER, UserCollation.ICU).with(UserCollation.LOCALE, given.get("locale"));
    }

    private static CatalogObject ofLibc(CatalogObject made, Map<String, String> given) {
        String collate = given.getOrDefault("lc_collate", given.get("locale"));
        String ctype = given.getOrDefault("lc_ctype", given.get("locale"));
        if (collate == null || ctype == null) {
            throw invalid("parameter \"" + (collate == null ? "lc_collate" : "lc_ctype") + "\" must be specified");
        }
        return made.with(UserCollation.PROVIDER, UserCollation.LIBC)
                .with(UserCollation.COLLATE, collate)
                .with(UserCollation.CTYPE, ctype)
                .with(UserCollation.ENCODED, "true");
    }

    private static void refuseLocale(String locale) {
        if (!LOCALES_OF_LIBC.contains(locale)) {
            throw SqlException.notSupported("the locale \"" + locale + "\" of libc")
                    .withHint("Use the provider icu, or the locale C.");
        }
    }

    private static SqlException invalid(String message) {
        return new SqlException(ErrorCode.INVALID_OBJECT_DEFINITION, message);
    }

    /** The value of an option as a text. */
    private static String text(OptionItem option) {
        return switch (option.value()) {
            case null -> {
                if (option.name().equals("deterministic")) {
                    yield "true";
                }
                throw new SqlException(ErrorCode.SYNTAX_ERROR, option.name() + " requires a parameter");
            }
            case SyntaxExpression.Literal literal -> literal.text();
            case SyntaxExpression.ColumnReference word -> String.join(".", word.names());
            default -> throw new SqlException(ErrorCode.SYNTAX_ERROR, option.name() + " requires a parameter");
        };
    }

    private static boolean isTrue(String option, String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "on", "1" -> true;
            case "false", "off", "0" -> false;
            default -> throw new SqlException(ErrorCode.SYNTAX_ERROR, option + " requires a Boolean value");
        };
    }

    private CatalogObject copied(CatalogObject made, OptionItem from) {
        QualifiedName name = switch (from.value()) {
            case SyntaxExpression.ColumnReference word -> new QualifiedName(word.names(), -1);
            case SyntaxExpression.Literal literal -> new QualifiedName(List.of(literal.text()), -1);
            case null, default -> throw new SqlException(ErrorCode.SYNTAX_ERROR, "argument of from must be a name");
        };
        Collation source = CollationNames.find(name, changes.schema().types());
        if (source.equals(Collations.DEFAULT)) {
            throw invalid("collation \"default\" cannot be copied");
        }
        if (source.number() != 0) {
            CatalogObject copied = changes.schema()
                    .object(CatalogKind.COLLATION, source.number())
                    .orElseThrow();
            Map<String, String> properties = new TreeMap<>(copied.properties());
            properties.remove(Role.OWNER);
            return made.withProperties(properties);
        }
        return source.isByCodePoint()
                ? made.with(UserCollation.PROVIDER, UserCollation.LIBC)
                        .with(UserCollation.COLLATE, source.name().equals("ucs_basic") ? "C" : source.name())
                        .with(UserCollation.CTYPE, source.name().equals("ucs_basic") ? "C" : source.name())
                : made.with(UserCollation.PROVIDER, UserCollation.ICU)
                        .with(UserCollation.LOCALE, Collations.language(source.name()));
    }

    private static Optional<String> actualVersion(CatalogObject collation) {
        return new UserCollation(collation).isOfIcu() ? Optional.of(Collations.version()) : Optional.empty();
    }

    private void warnOfVersion(CatalogObject collation) {
        String version = collation.property(UserCollation.VERSION).orElse("");
        Optional<String> actual = actualVersion(collation);
        if (actual.isEmpty() || actual.get().equals(version)) {
            return;
        }
        String schema = changes.schema()
                .object(CatalogKind.SCHEMA, collation.parent())
                .map(CatalogObject::name)
                .orElse("?");
        changes.notice(new SqlNotice(
                SqlNotice.Level.WARNING,
                ErrorCode.WARNING,
                "collation \"" + collation.name() + "\" has version mismatch",
                "The collation in the database was created using version " + version
                        + ", but the operating system provides version " + actual.get() + ".",
                "Rebuild all objects affected by this collation and run ALTER COLLATION "
                        + Quoting.identifier(schema) + "." + Quoting.identifier(collation.name())
                        + " REFRESH VERSION, or build PostgreSQL with the right library version."));
    }

    /** Takes note of the version that the order has now. */
    void refresh(UserCollation collation) {
        Optional<String> before = collation.object().property(UserCollation.VERSION);
        Optional<String> now = actualVersion(collation.object());
        if (now.isEmpty() || before.equals(now)) {
            changes.notice("version has not changed");
            return;
        }
        changes.notice("changing version from " + before.orElse("") + " to " + now.get());
        changes.replace(collation.object().with(UserCollation.VERSION, now.get()));
    }

    /** Changes a collation that is built in, as far as that does not change anything. */
    void alterBuiltIn(ObjectDefinition.Alter alter) {
        Collation collation = Collations.named(alter.name().last()).orElseThrow();
        if (!changes.schema().currentRole().isSuperuser()) {
            throw RoleDefinitions.denied("must be owner of collation " + collation.name());
        }
        if (!(alter.change() instanceof ObjectDefinition.RefreshVersion) || collation.equals(Collations.DEFAULT)) {
            throw SqlException.notSupported("this form of ALTER COLLATION of one that is built in");
        }
        changes.notice("version has not changed");
    }
}
