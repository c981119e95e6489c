package dev.sluice.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Numbers with a unit: 30d, 5s, 500ms; 8MiB, 16KiB. */
final class Quantity {
    static final String DURATION = "a duration such as 30d, 12h, 2m, 5s or 500ms";
    static final String SIZE = "a size such as 8MiB, 16KiB or a number of bytes";
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})([A-Za-z]{1,3})");
    private static final Map<String, Long> MILLIS = Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L, "d",
            86_400_000L);
    private static final Map<String, Long> BYTES = Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private Quantity() {}

    static Optional<Duration> duration(String text) {
        return scaled(text, MILLIS).map(Duration::ofMillis);
    }

    /** In the largest unit that it is a whole number of. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        return Stream.of("d", "h", "m", "s", "ms").filter(unit -> millis % MILLIS.getOrDefault(unit, 1L) == 0)
                .findFirst().map(unit -> millis / MILLIS.getOrDefault(unit, 1L) + unit).orElseThrow();
    }

    static Optional<Long> bytes(String text) {
        return scaled(text, BYTES);
    }

    private static Optional<Long> scaled(String text, Map<String, Long> units) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches() || !units.containsKey(matcher.group(2))) {
            return Optional.empty();
        }
        return Optional.of(Math.multiplyExact(Long.parseLong(matcher.group(1)), units.get(matcher.group(2))));
    }
}
