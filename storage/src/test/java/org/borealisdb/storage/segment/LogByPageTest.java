package org.borealisdb.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.storage.layer.LayerEntry;
import org.junit.jupiter.api.Test;

/** A log by page has of each page what a map of lists has. */
class LogByPageTest {
    private static final long LARGEST_PAGE = 8_590_459_900L;

    private static List<Long> lsns(List<LayerEntry> entries) {
        return entries.stream().map(LayerEntry::lsn).toList();
    }

    /** Batches of which what comes first was in the batch before, or what comes last was cut off by a branch. */
    @Test
    void findsWhatAModelFinds() {
        for (int seed = 1; seed <= 30; seed++) {
            Random random = new Random(seed);
            TreeMap<Long, List<Long>> model = new TreeMap<>();
            List<LogEntry> log = new ArrayList<>();
            long base = random.nextLong(60_000);
            long pages = 1 + random.nextLong(400);
            long stride = random.nextBoolean() ? 1 : LARGEST_PAGE / pages;
            long tail = 0;
            for (int batch = random.nextInt(40); batch > 0; batch--) {
                SampleRedo redo = new SampleRedo();
                long before = tail;
                List<Map.Entry<Long, Long>> records = new ArrayList<>();
                for (int count = 1 + random.nextInt(60); count > 0; count--) {
                    long page = random.nextLong(pages) * stride;
                    tail = redo.record(tail, page, 0, true, random);
                    records.add(Map.entry(page, tail));
                }
                long after = records.get(random.nextInt(records.size())).getValue();
                long upTo = records.get(random.nextInt(records.size())).getValue();
                LogEntry entry = random.nextInt(3) == 0 && after < upTo
                        ? new LogEntry(redo.batch(1, before, before), after, upTo, 1)
                        : new LogEntry(redo.batch(1, before, before), before, tail, 1);
                log.add(entry);
                records.stream()
                        .filter(record -> record.getValue() > entry.after()
                                && record.getValue() <= entry.upTo()
                                && record.getValue() <= base)
                        .forEach(record -> model.computeIfAbsent(record.getKey(), _ -> new ArrayList<>())
                                .add(record.getValue()));
            }
            LogByPage byPage = new LogByPage(log, base);
            for (long number = 0; number < pages; number++) {
                long page = number * stride;
                assertThat(lsns(byPage.of(page)))
                        .as("seed %d page %d", seed, page)
                        .isEqualTo(model.getOrDefault(page, List.of()));
                assertThat(byPage.atOrBehind(page))
                        .as("seed %d behind %d", seed, page)
                        .isEqualTo(Optional.ofNullable(model.ceilingKey(page)).orElse(Long.MAX_VALUE));
            }
        }
    }

    @Test
    void isKeptForTheAskerThatItWasMadeForAsLongAsItsBaseIsTheSame() {
        Address asker = new Address("spare");
        CopyPins pins = new CopyPins();
        LogByPage made = new LogByPage(List.of(), 100);
        pins.keep(asker, 100, made);
        assertThat(pins.kept(asker, List.of())).as("without a pin").isEmpty();
        pins.set(asker, 100, 1_000);
        pins.keep(asker, 100, made);
        pins.set(asker, 100, 2_000);
        assertThat(pins.kept(asker, List.of())).contains(made);
        assertThat(pins.kept(new Address("other"), List.of())).isEmpty();
        pins.set(asker, 200, 3_000);
        assertThat(pins.kept(asker, List.of())).as("for another base").isEmpty();
        pins.keep(asker, 100, made);
        assertThat(pins.kept(asker, List.of())).as("kept too late").isEmpty();
    }

    @Test
    void isOfTheLogThatItWasMadeOf() {
        Random random = new Random(1);
        SampleRedo redo = new SampleRedo();
        long tail = redo.record(0, 7, 0, true, random);
        LogEntry entry = new LogEntry(redo.batch(1, 0, 0), 0, tail, 1);
        LogByPage byPage = new LogByPage(List.of(entry), tail);
        assertThat(byPage.isOf(List.of(entry))).isTrue();
        assertThat(byPage.isOf(List.of())).isFalse();
        assertThat(byPage.isOf(List.of(entry.within(0, tail - 1)))).isFalse();
    }
}
