package org.borealisdb.runtime.real.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.borealisdb.runtime.memory.ArenaPageMemory;
import org.borealisdb.runtime.memory.PageMemory;
import org.borealisdb.runtime.memory.ReservedMemory;

/**
 * Page memory by {@code mmap} without reservation of swap, given back by {@code madvise(MADV_DONTNEED)}: reserving is instant whatever
 * the size (an arena zero-fills 2 GiB for 1.3 s), and only pages that were touched take memory. Linux; elsewhere, and if native
 * access is denied, {@link #create} answers an {@link ArenaPageMemory}.
 */
@SuppressWarnings("restricted") // This class exists to call the operating system.
public final class MappedPageMemory implements PageMemory {
    private static final System.Logger LOG = System.getLogger(MappedPageMemory.class.getName());

    private static final int PROT_READ_WRITE = 1 | 2;
    private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x02 | 0x20 | 0x4000;
    private static final int MADV_DONTNEED = 4;
    private static final int MADV_HUGEPAGE = 14;
    private static final long MAP_FAILED = -1;

    private final MethodHandle map;
    private final MethodHandle unmap;
    private final MethodHandle advise;

    private MappedPageMemory(MethodHandle map, MethodHandle unmap, MethodHandle advise) {
        this.map = map;
        this.unmap = unmap;
        this.advise = advise;
    }

    /** The best page memory that this machine offers. */
    public static PageMemory create() {
        return link().orElseGet(ArenaPageMemory::new);
    }

    private static Optional<PageMemory> link() {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            return Optional.empty();
        }
        try {
            Linker linker = Linker.nativeLinker();
            SymbolLookup lookup = linker.defaultLookup();
            return Optional.of(new MappedPageMemory(
                    linker.downcallHandle(
                            lookup.findOrThrow("mmap"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_LONG)),
                    linker.downcallHandle(
                            lookup.findOrThrow("munmap"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG)),
                    linker.downcallHandle(
                            lookup.findOrThrow("madvise"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_INT))));
        } catch (IllegalCallerException | UnsupportedOperationException | NoSuchElementException e) {
            LOG.log(System.Logger.Level.WARNING, "Page memory comes from the Java runtime: mmap is not available", e);
            return Optional.empty();
        }
    }

    @Override
    public ReservedMemory reserve(long bytes) {
        long address = (long) call(map, 0L, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
        if (address == MAP_FAILED) {
            throw new OutOfMemoryError("the operating system refuses " + bytes + " bytes of address space");
        }
        // Fewer misses of the address translation cache; a refusal only costs speed.
        call(advise, address, bytes, MADV_HUGEPAGE);
        return new Mapped(address, MemorySegment.ofAddress(address).reinterpret(bytes, Arena.global(), null));
    }

    private static Object call(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a foreign function threw", e);
        }
    }

    private final class Mapped implements ReservedMemory {
        private final long address;
        private final MemorySegment segment;

        Mapped(long address, MemorySegment segment) {
            this.address = address;
            this.segment = segment;
        }

        @Override
        public MemorySegment segment() {
            return segment;
        }

        @Override
        public void release(long offset, long bytes) {
            Objects.checkFromIndexSize(offset, bytes, segment.byteSize());
            int result = (int) call(advise, address + offset, bytes, MADV_DONTNEED);
            if (result != 0) {
                segment.asSlice(offset, bytes).fill((byte) 0);
            }
        }

        @Override
        public void close() {
            call(unmap, address, segment.byteSize());
        }
    }
}
