package dev.sluice.e2e.page;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Measured values in rising order. */
public final class Figures {
    private final double[] sorted;

    private Figures(double[] sorted) {
        this.sorted = sorted;
    }

    public static Figures of(DoubleStream values) {
        return new Figures(values.sorted().toArray());
    }

    public int count() {
        return sorted.length;
    }

    public double median() {
        return quantile(0.5);
    }

    /** The smallest value that at least this part of all does not exceed. */
    public double quantile(double part) {
        if (sorted.length == 0) {
            throw new AssertionError("nothing was measured");
        }
        return sorted[Math.max(0, (int) Math.ceil(part * sorted.length) - 1)];
    }

    @Override
    public String toString() {
        return sorted.length == 0
                ? "nothing measured"
                : String.format(Locale.ROOT, "p50 %.1f p95 %.1f max %.1f of %d", median(), quantile(0.95), quantile(1),
                        sorted.length);
    }

    /** The raw values, for a report. */
    public String values() {
        return Arrays.toString(Arrays.stream(sorted).mapToLong(Math::round).toArray());
    }
}
