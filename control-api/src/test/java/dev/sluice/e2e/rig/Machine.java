package dev.sluice.e2e.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Tells whether others use the machine while a test measures on it. What a picture's way takes on cores that a compiler
 * runs on, too, says nothing of the relay: such a measurement is made again. On a machine of one's own nothing is.
 */
public final class Machine {
    private static final int ATTEMPTS = 3;
    /** Cores' worth of foreign work that a measurement is not blamed for. */
    private static final double DISTURBED = 0.2;
    /** Linux counts processor time in hundredths of a second, whatever the kernel's own tick is. */
    private static final double TICKS_PER_SECOND = 100;
    private static final int FIRST_TIME_FIELD = 11;
    private static final int TIME_FIELDS = 4;

    private record Work(long nanos, long all, long own) {
        static Work now() {
            return new Work(System.nanoTime(), busyTicks(), ownTicks());
        }

        /** How many cores others kept busy since then. */
        double foreignCoresSince(Work earlier) {
            double seconds = (nanos - earlier.nanos) / 1e9;
            return (all - earlier.all - (own - earlier.own)) / TICKS_PER_SECOND / seconds;
        }
    }

    private Machine() {}

    /** Runs the measurement and its checks; if they fail and others were at work, again, a few times at most. */
    public static void undisturbed(Runnable measurement) {
        for (int attempt = 1;; attempt++) {
            var before = Work.now();
            try {
                measurement.run();
                return;
            } catch (AssertionError failed) {
                double foreign = Work.now().foreignCoresSince(before);
                if (foreign < DISTURBED || attempt == ATTEMPTS) {
                    throw failed;
                }
                System.out.printf("measured again, others kept %.1f cores busy: %s%n", foreign, failed.getMessage());
            }
        }
    }

    /** All processors' time that was neither idle nor spent waiting for a disk: fields of the first line less 4 and 5. */
    private static long busyTicks() {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            var fields = lines.findFirst().orElseThrow().trim().split("\\s+", 0);
            return LongStream.of(1, 2, 3, 6, 7).map(field -> Long.parseLong(fields[(int) field])).sum();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long ownTicks() {
        var self = ProcessHandle.current();
        return Stream.concat(Stream.of(self), self.descendants()).mapToLong(process -> ticks(process.pid())).sum();
    }

    /** The process's time and that of its ended children; the name in front may hold spaces and ends with a bracket. */
    private static long ticks(long pid) {
        try {
            var text = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            var fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
            return Arrays.stream(fields, FIRST_TIME_FIELD, FIRST_TIME_FIELD + TIME_FIELDS).mapToLong(Long::parseLong)
                    .sum();
        } catch (IOException _) {
            return 0;
        }
    }
}
