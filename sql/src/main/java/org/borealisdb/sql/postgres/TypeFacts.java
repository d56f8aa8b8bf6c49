package org.borealisdb.sql.postgres;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.DomainType;
import org.borealisdb.expr.type.EnumType;
import org.borealisdb.expr.type.SqlType;

/**
 * What PostgreSQL's catalogs say of a type beyond what {@link BuiltInType} knows.
 *
 * @param byValue whether values are passed in registers
 * @param align {@code c}, {@code s}, {@code i} or {@code d}
 * @param storage {@code p}lain, e{@code x}tended, {@code m}ain
 * @param collation 100 for the default one, 950 for C, 0 if it has none
 * @param functions numbers of input, output, receive and send, and for modifiers of input and output; 0 where there is none
 */
record TypeFacts(boolean byValue, char align, char storage, int collation, List<Function> functions) {
    private static final Map<Integer, TypeFacts> BY_OID = new LinkedHashMap<>();

    private static final Function NONE = new Function(0, "-");

    /** Functions of all arrays. */
    private static final List<Function> ARRAY_FUNCTIONS = List.of(
            new Function(750, "array_in"),
            new Function(751, "array_out"),
            new Function(2400, "array_recv"),
            new Function(2401, "array_send"),
            NONE,
            NONE);

    private static final Function DOMAIN_INPUT = new Function(2597, "domain_in");
    private static final Function DOMAIN_RECEIVE = new Function(2598, "domain_recv");

    /** Of all enums. */
    private static final TypeFacts ENUM = new TypeFacts(
            true,
            'i',
            'p',
            0,
            List.of(
                    new Function(3506, "enum_in"),
                    new Function(3507, "enum_out"),
                    new Function(3532, "enum_recv"),
                    new Function(3533, "enum_send"),
                    NONE,
                    NONE));

    /** Of all types whose values are rows. */
    private static final TypeFacts COMPOSITE = new TypeFacts(
            false,
            'd',
            'x',
            0,
            List.of(
                    new Function(2290, "record_in"),
                    new Function(2291, "record_out"),
                    new Function(2402, "record_recv"),
                    new Function(2403, "record_send"),
                    NONE,
                    NONE));

    static {
        for (List<String> line : ResourceLines.fields("types.txt")) {
            BY_OID.put(
                    Integer.parseInt(line.getFirst()),
                    new TypeFacts(
                            Boolean.parseBoolean(line.get(2)),
                            line.get(3).charAt(0),
                            line.get(4).charAt(0),
                            Integer.parseInt(line.get(5)),
                            line.subList(6, 12).stream().map(Function::of).toList()));
        }
    }

    /** Copies the functions. */
    TypeFacts {
        functions = List.copyOf(functions);
    }

    /** A function by number and name; 0 if there is none. */
    record Function(int oid, String name) {
        private static Function of(String text) {
            int colon = text.indexOf(':');
            return new Function(Integer.parseInt(text.substring(0, colon)), text.substring(colon + 1));
        }
    }

    static TypeFacts of(SqlType type) {
        if (type instanceof EnumType) {
            return ENUM;
        }
        if (type instanceof DomainType domain) {
            return of(domain.base()).forDomain();
        }
        if (type instanceof CompositeType composite && composite.isNamed()) {
            return COMPOSITE;
        }
        if (type instanceof ArrayType array) {
            TypeFacts facts = of(array.element());
            boolean wide = facts.align == 'd';
            return new TypeFacts(false, wide ? 'd' : 'i', 'x', facts.collation, ARRAY_FUNCTIONS);
        }
        return Optional.ofNullable(BY_OID.get(type.oid())).orElseThrow();
    }

    /** What is read is checked; it is written as the values of the type below. */
    private TypeFacts forDomain() {
        List<Function> own = List.of(DOMAIN_INPUT, functions.get(1), DOMAIN_RECEIVE, functions.get(3), NONE, NONE);
        return new TypeFacts(byValue, align, storage, collation, own);
    }
}
