package org.borealisdb.expr.aggregate;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.ScalarType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;

/**
 * An aggregate for arguments of certain types.
 *
 * @param oid PostgreSQL's identifier, 0 where one name stands for a family that the binder need not tell apart
 * @param name the name
 * @param arguments the types the arguments are to be converted to; empty for {@code count(*)}
 * @param result the type of the result
 * @param states makes the state of a new group
 */
public record Aggregate(int oid, String name, List<SqlType> arguments, SqlType result, States states) {
    /** Numbers from here on are those of what users made. */
    private static final int FIRST_USER_OID = 16_384;

    /** Makes the state of a new group. */
    @FunctionalInterface
    public interface States {
        /**
         * Begins a group.
         *
         * @param moving whether it is a frame that moves, so that rows are taken out of it
         */
        Accumulator begin(EvaluationContext world, boolean moving);
    }

    /** Copies the arguments. */
    public Aggregate {
        arguments = List.copyOf(arguments);
    }

    Aggregate(int oid, String name, List<SqlType> arguments, SqlType result, Supplier<Accumulator> accumulators) {
        this(oid, name, arguments, result, (world, moving) -> accumulators.get());
    }

    /**
     * Makes an aggregate of a user.
     *
     * @param plain how groups are counted
     * @param moving how frames are counted that move
     */
    public static Aggregate ofUser(
            int oid, String name, List<SqlType> arguments, SqlType result, Transition plain, Transition moving) {
        return new Aggregate(
                oid, name, arguments, result, (world, isMoving) -> (isMoving ? moving : plain).begin(world));
    }

    /** Returns whether a user made it. */
    public boolean isOfUser() {
        return Integer.compareUnsigned(oid, FIRST_USER_OID) >= 0;
    }

    /** Begins a group whose rows are only added. */
    public Accumulator begin(EvaluationContext world) {
        return states.begin(world, false);
    }

    /** Returns whether this is the same aggregate for the same types. */
    public boolean isSame(Aggregate other) {
        return oid == other.oid
                && name.equals(other.name)
                && arguments.equals(other.arguments)
                && result.equals(other.result);
    }

    /** Returns whether the state of a group grows with each row: the result is made of all values. */
    public boolean keepsArguments() {
        return !isOfUser()
                && switch (name) {
                    case "string_agg", "array_agg", "json_agg", "jsonb_agg", "json_object_agg", "jsonb_object_agg" ->
                        true;
                    default -> false;
                };
    }

    /** Returns whether a function of this name is an aggregate. */
    public static boolean isAggregate(String name) {
        return switch (name) {
            case "count", "sum", "avg", "min", "max", "bool_and", "bool_or", "every", "string_agg", "array_agg" -> true;
            case "bit_and", "bit_or", "bit_xor" -> true;
            case "json_agg", "jsonb_agg", "json_object_agg", "jsonb_object_agg" -> true;
            default -> StatisticAccumulators.isOne(name) || Regression.isOne(name);
        };
    }

    /** Returns whether an argument that is a literal without a type leaves several aggregates of this name to choose from. */
    public static boolean isAmbiguous(String name) {
        return switch (name) {
            case "sum", "avg", "array_agg", "bit_and", "bit_or", "bit_xor" -> true;
            default -> false;
        };
    }

    /** Returns the aggregate of a name for these arguments, if there is one; none for {@code count(*)}. */
    public static Optional<Aggregate> find(String name, List<SqlType> arguments) {
        if (name.equals("count")) {
            if (arguments.size() > 1) {
                return Optional.empty();
            }
            int oid = arguments.isEmpty() ? 2803 : 2147;
            return Optional.of(new Aggregate(oid, name, arguments, BuiltInType.INT8.type(), Accumulators.Count::new));
        }
        if (arguments.isEmpty()) {
            return Optional.empty();
        }
        SqlType type = name.equals("array_agg")
                ? arguments.getFirst().withoutDomain()
                : arguments.getFirst().physical();
        if (name.equals("array_agg") && arguments.size() == 1 && type instanceof ArrayType array) {
            return Optional.of(
                    new Aggregate(4053, name, List.of(type), type, () -> new Collections.Arrays(array.element())));
        }
        if (name.equals("array_agg") && arguments.size() == 1) {
            SqlType element = type.arrayOid() == 0 ? BuiltInType.TEXT.type() : type;
            SqlType array = new ArrayType(arguments.getFirst());
            return Optional.of(
                    new Aggregate(2335, name, List.of(element), array, () -> new Collections.Elements(element)));
        }
        if (name.equals("string_agg") && arguments.size() == 2) {
            return joined(type);
        }
        if (Regression.isOne(name)) {
            return Regression.find(name, arguments);
        }
        if (name.startsWith("json")) {
            return json(name, arguments);
        }
        if (arguments.size() != 1) {
            return Optional.empty();
        }
        return switch (name) {
            case "sum", "avg" -> sumOrAverage(name, type);
            case "min", "max" -> extreme(name, type);
            case "bit_and", "bit_or", "bit_xor" -> BitAccumulators.find(name, type);
            case "bool_and", "every", "bool_or" -> {
                if (!type.is(BuiltInType.BOOL) && !type.is(BuiltInType.UNKNOWN)) {
                    yield Optional.empty();
                }
                SqlType bool = BuiltInType.BOOL.type();
                boolean and = !name.equals("bool_or");
                int oid = name.equals("every") ? 2519 : and ? 2517 : 2518;
                yield Optional.of(new Aggregate(oid, name, List.of(bool), bool, () -> new Accumulators.Junction(and)));
            }
            default -> StatisticAccumulators.find(name, type);
        };
    }

    private static Optional<Aggregate> joined(SqlType type) {
        SqlType bytes = BuiltInType.BYTEA.type();
        SqlType text = BuiltInType.TEXT.type();
        if (type.is(BuiltInType.BYTEA)) {
            return Optional.of(new Aggregate(3545, "string_agg", List.of(bytes, bytes), bytes, Collections.Bytes::new));
        }
        return type.category() == TypeCategory.STRING || type.is(BuiltInType.UNKNOWN)
                ? Optional.of(new Aggregate(3538, "string_agg", List.of(text, text), text, Accumulators.Joined::new))
                : Optional.empty();
    }

    /** Arguments are to be converted by {@code to_json} and its like. */
    private static Optional<Aggregate> json(String name, List<SqlType> arguments) {
        SqlType json = BuiltInType.JSON.type();
        SqlType binary = BuiltInType.JSONB.type();
        SqlType text = BuiltInType.TEXT.type();
        SqlType first = arguments.getFirst();
        boolean structured = first instanceof ArrayType || first instanceof CompositeType;
        Aggregate found = switch (name) {
            case "json_agg" ->
                new Aggregate(3175, name, List.of(json), json, () -> new JsonAccumulators.Elements(structured));
            case "jsonb_agg" ->
                new Aggregate(3267, name, List.of(binary), binary, JsonAccumulators.BinaryElements::new);
            case "json_object_agg" ->
                new Aggregate(3197, name, List.of(text, json), json, JsonAccumulators.Members::new);
            default -> new Aggregate(3270, name, List.of(text, binary), binary, JsonAccumulators.BinaryMembers::new);
        };
        return Optional.of(found).filter(aggregate -> aggregate.arguments().size() == arguments.size());
    }

    /** Sums of int2 and int4 are bigint, of bigint numeric; averages of whole numbers are numeric. */
    private static Optional<Aggregate> sumOrAverage(String name, SqlType type) {
        if (!(type instanceof ScalarType scalar)) {
            return Optional.empty();
        }
        boolean average = name.equals("avg");
        SqlType numeric = BuiltInType.NUMERIC.type();
        SqlType wide = BuiltInType.INT8.type();
        return switch (scalar.base()) {
            case INT2, INT4 -> {
                boolean small = scalar.base() == BuiltInType.INT2;
                int oid = average ? (small ? 2102 : 2101) : small ? 2109 : 2108;
                yield Optional.of(new Aggregate(
                        oid,
                        name,
                        List.of(type),
                        average ? numeric : wide,
                        () -> new Accumulators.WholeSum(average, !average)));
            }
            case INT8 ->
                Optional.of(new Aggregate(
                        average ? 2100 : 2107,
                        name,
                        List.of(type),
                        numeric,
                        () -> new Accumulators.WholeSum(average, false)));
            case NUMERIC ->
                Optional.of(new Aggregate(
                        average ? 2103 : 2114,
                        name,
                        List.of(numeric),
                        numeric,
                        () -> new Accumulators.NumericSum(average)));
            case FLOAT4, FLOAT8 -> {
                boolean single = scalar.base() == BuiltInType.FLOAT4;
                int oid = average ? (single ? 2104 : 2105) : single ? 2110 : 2111;
                SqlType result = average ? BuiltInType.FLOAT8.type() : type;
                yield Optional.of(new Aggregate(
                        oid,
                        name,
                        List.of(type),
                        result,
                        () -> new Accumulators.DoubleSum(average, single && !average)));
            }
            case MONEY ->
                average
                        ? Optional.empty()
                        : Optional.of(new Aggregate(2112, name, List.of(type), type, Accumulators.MoneySum::new));
            case INTERVAL, TIME -> {
                SqlType interval = BuiltInType.INTERVAL.type();
                int oid = average ? 2106 : 2113;
                yield Optional.of(new Aggregate(
                        oid, name, List.of(interval), interval, () -> new Accumulators.IntervalSum(average)));
            }
            default -> Optional.empty();
        };
    }

    private static Optional<Aggregate> extreme(String name, SqlType type) {
        if (type instanceof CompositeType) {
            return Optional.empty();
        }
        if (type instanceof ScalarType scalar) {
            switch (scalar.base()) {
                case BOOL,
                        BIT,
                        MACADDR,
                        MACADDR8,
                        VARBIT,
                        BYTEA,
                        JSON,
                        JSONB,
                        JSONPATH,
                        RECORD,
                        NODE_TREE,
                        ACLITEM,
                        XID,
                        CID,
                        PG_SNAPSHOT,
                        TXID_SNAPSHOT,
                        UUID,
                        VOID -> {
                    return Optional.empty();
                }
                case REGPROC,
                        REGPROCEDURE,
                        REGOPER,
                        REGOPERATOR,
                        REGCLASS,
                        REGTYPE,
                        REGCOLLATION,
                        REGNAMESPACE,
                        REGROLE -> {
                    return extreme(name, BuiltInType.OID.type());
                }
                case CIDR -> {
                    return extreme(name, BuiltInType.INET.type());
                }
                case VARCHAR, NAME, CHAR, UNKNOWN -> {
                    return extreme(name, BuiltInType.TEXT.type().withCollation(type.collation()));
                }
                default -> {}
            }
        }
        SqlType plain = type.withModifier(SqlType.NO_MODIFIER);
        boolean greatest = name.equals("max");
        return Optional.of(
                new Aggregate(0, name, List.of(plain), plain, () -> new Accumulators.Extreme(plain, greatest)));
    }
}
