package org.borealisdb.expr.scalar;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.runtime.random.RandomSource;

/** Declares the functions of uuid beside its comparisons. */
final class UuidFunctions {
    private static final int BYTES = 16;
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

    /** Returns a uuid of version 4: 122 random bits that nobody can guess. */
    private static UUID random(RandomSource random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        ByteBuffer all = ByteBuffer.wrap(bytes);
        long high = all.getLong();
        long low = all.getLong();
        return new UUID((high & ~VERSION_MASK) | VERSION_4, (low >>> 2) | VARIANT);
    }
}
