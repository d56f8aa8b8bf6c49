package org.borealisdb.expr.scalar;

import java.util.UUID;
import java.util.function.DoubleSupplier;
import org.borealisdb.expr.type.BuiltInType;

/** Declares the functions of uuid beside its comparisons. */
final class UuidFunctions {
    private static final long VERSION_MASK = 0xf000L;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT = 1L << 63;

    private final FunctionTable table;

    UuidFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        table.fresh(
                3432,
                "gen_random_uuid",
                BuiltInType.UUID,
                FunctionTable.boxed((context, arguments) -> random(context.random())));
    }

    /** Returns a uuid of version 4: 122 random bits. */
    private static UUID random(DoubleSupplier random) {
        long high = bits(random) << 32 | bits(random);
        long low = bits(random) << 32 | bits(random);
        return new UUID((high & ~VERSION_MASK) | VERSION_4, (low >>> 2) | VARIANT);
    }

    private static long bits(DoubleSupplier random) {
        return (long) (random.getAsDouble() * 0x1.0p32);
    }
}
