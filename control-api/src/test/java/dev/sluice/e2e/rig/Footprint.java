package dev.sluice.e2e.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a relay holds on to behind full collections.
 *
 * @param heap bytes in use
 * @param direct bytes of buffers outside of the heap
 * @param files open file descriptors
 * @param series of metrics
 */
public record Footprint(long heap, long direct, long files, long series) {
    public static Footprint of(RelayProcess relay) {
        relay.memoryBytes();
        relay.memoryBytes();
        var metrics = relay.metrics();
        return new Footprint((long) metrics.sum("jvm_memory_used_bytes", "area", "heap"),
                (long) metrics.sum("netty_allocator_memory_used", "memory_type", "direct"), files(relay),
                metrics.samples().size());
    }

    private static long files(RelayProcess relay) {
        try (var open = Files.list(Path.of("/proc", Long.toString(relay.process().handle().pid()), "fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return "heap %d KB, direct %d KB, %d files, %d series".formatted(heap >> 10, direct >> 10, files, series);
    }
}
