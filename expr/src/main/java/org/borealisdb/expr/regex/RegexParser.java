package org.borealisdb.expr.regex;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.regex.Expression.Assertion;
import org.borealisdb.expr.regex.Quantifier.Preference;

/**
 * Reads an expression into its tree. Belongs to one call.
 *
 * <p>Neighbouring atoms without groups and with the same preference are one part: they take the longest (or shortest) piece
 * together. Where to cut is defined by PostgreSQL's parser alone, and this one cuts at the same places.
 */
final class RegexParser {
    /** How deep parentheses may be nested: what the stack of a task has room for. */
    private static final int MAXIMUM_DEPTH = 150;

    /** How many parts a tree may have that are looked into, for the same reason: each may be below the one before it. */
    private static final int MAXIMUM_PARTS = 300;

    private final RegexScanner scanner;
    private final RegexOptions options;
    private final Map<Integer, Part> closedGroups = new HashMap<>();
    private int groups;
    private int depth;
    private int parts;

    private RegexParser(RegexScanner scanner) {
        this.scanner = scanner;
        this.options = scanner.options();
    }

    /**
     * An expression, read.
     *
     * @param root its tree
     * @param groups how many groups it has
     * @param ignoreCase whether case does not matter to it
     */
    record Parsed(Part root, int groups, boolean ignoreCase) {}

    static Parsed parse(String text, RegexOptions options) {
        if (options.syntax() == RegexOptions.Syntax.LITERAL
                && (options.expanded() || options.newlineStops() || options.newlineAnchors())) {
            throw RegexError.ARGUMENT.exception();
        }
        RegexParser parser = new RegexParser(new RegexScanner(text, options));
        if (parser.options.syntax() == RegexOptions.Syntax.BASIC) {
            throw SqlException.notSupported("the syntax of basic regular expressions");
        }
        if (parser.options.syntax() == RegexOptions.Syntax.LITERAL) {
            return new Parsed(parser.literal(), 0, parser.options.ignoreCase());
        }
        Part root = parser.alternatives(false);
        if (!parser.scanner.isAtEnd()) {
            throw RegexError.PARENTHESES.exception();
        }
        return new Parsed(root, parser.groups, parser.options.ignoreCase());
    }

    private Part literal() {
        List<Expression> items = new ArrayList<>();
        while (!scanner.isAtEnd()) {
            items.add(character(scanner.next()));
        }
        return Part.plain(new Expression.Sequence(items), Preference.NONE);
    }

    private Expression character(int c) {
        return new Expression.OneOf(new CharacterSet.Builder().add(c, c).build(options.ignoreCase(), false));
    }

    private Part alternatives(boolean looking) {
        if (++depth > MAXIMUM_DEPTH) {
            throw RegexError.TOO_COMPLEX.exception();
        }
        List<Part> branches = new ArrayList<>();
        do {
            branches.add(branch(looking));
        } while (scanner.accept('|'));
        depth--;
        if (branches.size() == 1) {
            return branches.getFirst();
        }
        boolean mixed = branches.stream().anyMatch(part -> part.mixed() || part.preference() == Preference.SHORT);
        return new Part(
                new Part.Any(branches),
                0,
                new Expression.Either(branches.stream().map(Part::expression).toList()),
                Preference.LONG,
                mixed,
                branches.stream().anyMatch(Part::groups),
                branches.stream().anyMatch(Part::references));
    }

    private boolean isAtBranchEnd() {
        scanner.skipIgnored();
        return scanner.isAtEnd() || scanner.isAt('|') || (scanner.isAt(')') && depth > 1);
    }

    /** Reads a branch: what is plain at its beginning, one part that is not, and the rest. */
    private Part branch(boolean looking) {
        List<Part> prefixes = new ArrayList<>();
        while (true) {
            List<Expression> plain = new ArrayList<>();
            Preference preference = Preference.NONE;
            Optional<Part> messy = Optional.empty();
            while (messy.isEmpty() && !isAtBranchEnd()) {
                Optional<Assertion> assertion = scanner.assertion();
                if (assertion.isPresent()) {
                    plain.add(new Expression.At(assertion.get()));
                    continue;
                }
                Part atom = atom(looking);
                if (atom.expression() instanceof Expression.Look) {
                    plain.add(atom.expression());
                    continue;
                }
                Quantifier quantifier = scanner.quantifier();
                if (quantifier.isNever()) {
                    continue;
                }
                Preference both = quantifier.preference().or(atom.preference());
                boolean differ = preference != Preference.NONE && both != Preference.NONE && both != preference;
                differ |= quantifier.preference() != Preference.NONE
                        && atom.preference() != Preference.NONE
                        && atom.preference() != quantifier.preference();
                if (atom.group() == 0 && !atom.isMessy() && !differ) {
                    plain.add(repeated(atom.expression(), quantifier));
                    preference = preference.or(both);
                } else {
                    if (++parts > MAXIMUM_PARTS) {
                        throw RegexError.TOO_COMPLEX.exception();
                    }
                    messy = Optional.of(quantified(atom, quantifier));
                }
            }
            if (!plain.isEmpty() || messy.isEmpty()) {
                prefixes.add(Part.plain(new Expression.Sequence(plain), preference));
            }
            if (messy.isEmpty()) {
                break;
            }
            prefixes.add(messy.get());
            if (isAtBranchEnd()) {
                break;
            }
        }
        Part part = prefixes.getLast();
        for (int i = prefixes.size() - 2; i >= 0; i--) {
            part = Part.both(prefixes.get(i), part);
        }
        return part;
    }

    private static Expression repeated(Expression what, Quantifier quantifier) {
        return quantifier.isOnce() ? what : new Expression.Repeat(what, quantifier.minimum(), quantifier.maximum());
    }

    /** Only the last of several rounds sets groups: the ones before it are a plain part, unless there are references. */
    private static Part quantified(Part atom, Quantifier quantifier) {
        Preference preference = quantifier.preference();
        boolean same = preference == Preference.NONE
                || (atom.preference() == Preference.NONE && !atom.mixed())
                || (preference == atom.preference() && !atom.mixed());
        if (atom.shape() instanceof Part.Reference) {
            Part many = many(atom, quantifier);
            return quantifier.isOnce() ? atom.withPreference(preference) : many;
        }
        if (quantifier.isOnce() && same) {
            return atom.withPreference(preference);
        }
        if (!atom.groups() && !atom.references()) {
            return Part.plain(repeated(atom.expression(), quantifier), preference.or(atom.preference()));
        }
        if (quantifier.minimum() > 0 && !atom.references()) {
            int maximum =
                    quantifier.maximum() == Quantifier.UNLIMITED ? Quantifier.UNLIMITED : quantifier.maximum() - 1;
            Expression before = maximum == 0
                    ? Expression.EMPTY
                    : new Expression.Repeat(atom.expression(), quantifier.minimum() - 1, maximum);
            Part left = Part.plain(before, preference.or(atom.preference()));
            return Part.both(left, atom).withPreference(preference);
        }
        return many(atom, quantifier);
    }

    private static Part many(Part atom, Quantifier quantifier) {
        return new Part(
                new Part.Many(atom, quantifier.minimum(), quantifier.maximum()),
                0,
                repeated(atom.expression(), quantifier),
                quantifier.preference().or(atom.preference()),
                atom.mixed(),
                atom.groups(),
                atom.references());
    }

    private Part atom(boolean looking) {
        RegexScanner.Token token = scanner.atom(groups);
        return switch (token) {
            case RegexScanner.Single(int c) -> Part.plain(character(c), Preference.NONE);
            case RegexScanner.Set(CharacterSet set) -> Part.plain(new Expression.OneOf(set), Preference.NONE);
            case RegexScanner.Group(boolean captures) -> group(captures && !looking, looking);
            case RegexScanner.Look(boolean ahead, boolean wanted) -> {
                Part inner = alternatives(true);
                close();
                yield Part.plain(new Expression.Look(ahead, wanted, inner.expression()), Preference.NONE);
            }
            case RegexScanner.BackReference(int number) -> reference(number, looking);
        };
    }

    private void close() {
        scanner.skipIgnored();
        if (!scanner.accept(')')) {
            throw RegexError.PARENTHESES.exception();
        }
    }

    private Part group(boolean captures, boolean looking) {
        int number = captures ? ++groups : 0;
        Part inner = alternatives(looking);
        close();
        if (!captures) {
            return inner;
        }
        Part part = inner.inGroup(number);
        closedGroups.put(number, part);
        return part;
    }

    private Part reference(int number, boolean looking) {
        Part group = closedGroups.get(number);
        if (group == null || looking) {
            throw RegexError.BACK_REFERENCE.exception();
        }
        return new Part(new Part.Reference(number), 0, group.expression(), Preference.NONE, false, false, true);
    }
}
