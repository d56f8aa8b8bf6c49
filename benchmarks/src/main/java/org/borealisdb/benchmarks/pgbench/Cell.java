package org.borealisdb.benchmarks.pgbench;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.runtime.config.ByteSize;

/**
 * One line of the table.
 *
 * @param name  by which it is chosen, such as {@code tpcb-prepared-32}
 * @param title as it stands in the table; {@link #SCALE} in it is replaced
 * @param kind  what is measured
 * @param load  what pgbench does; for {@link Kind#INITIALISE} it does nothing
 * @param base  for {@link Opponent#SELF}: the load that it is compared with
 * @param scale of the tables; empty: the one that the run is given
 * @param pool  page cache and shared_buffers; empty: the one that the run is given
 * @param bars  what must be reached, as Borealis / opponent
 */
record Cell(
        String name,
        String title,
        Kind kind,
        Load load,
        Optional<Load> base,
        Optional<Integer> scale,
        Optional<ByteSize> pool,
        Map<Opponent, Double> bars) {
    /** Stands for the scale in a title. */
    static final String SCALE = "{scale}";

    /** What is measured. */
    enum Kind {
        /** Transactions a second. */
        LOAD,
        /** Seconds of {@code pgbench -i}. */
        INITIALISE,
        /** Seconds from a crash under load to the first answer. */
        RESTART;

        /** True for times, where less is better. */
        boolean lessIsBetter() {
            return this != LOAD;
        }

        String unit() {
            return this == LOAD ? "tps" : "s";
        }
    }

    Cell {
        bars = Map.copyOf(bars);
    }

    static Cell load(String name, Script script, String protocol, int clients) {
        String title = script.title + ", " + protocol + ", " + clients + (clients == 1 ? " client" : " clients");
        return new Cell(
                name,
                title,
                Kind.LOAD,
                new Load(script, protocol, clients),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    Cell titled(String newTitle) {
        return new Cell(name, newTitle, kind, load, base, scale, pool, bars);
    }

    Cell of(Kind newKind) {
        return new Cell(name, title, newKind, load, base, scale, pool, bars);
    }

    Cell against(Opponent opponent, double bar) {
        Map<Opponent, Double> more = new EnumMap<>(Opponent.class);
        more.putAll(bars);
        more.put(opponent, bar);
        return new Cell(name, title, kind, load, base, scale, pool, more);
    }

    Cell againstSelf(int clients, double bar) {
        Load other = new Load(load.script(), load.protocol(), clients);
        return new Cell(name, title, kind, load, Optional.of(other), scale, pool, Map.of(Opponent.SELF, bar));
    }

    /** The cell as it is run: with a scale and a pool, and the scale in its title. */
    Cell resolved(int actualScale, ByteSize actualPool) {
        String actualTitle = title.replace(SCALE, String.valueOf(actualScale));
        return new Cell(name, actualTitle, kind, load, base, Optional.of(actualScale), Optional.of(actualPool), bars);
    }

    Cell at(int newScale) {
        return new Cell(name, title, kind, load, base, Optional.of(newScale), pool, bars);
    }

    Cell with(ByteSize newPool) {
        return new Cell(name, title, kind, load, base, scale, Optional.of(newPool), bars);
    }
}
