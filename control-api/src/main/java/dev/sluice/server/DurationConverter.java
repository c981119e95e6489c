package dev.sluice.server;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 90s}, {@code 15m}, {@code 24h}, {@code 30d}; a bare number is seconds. */
final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([smhd]?)");

    @Override
    public Duration convert(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new TypeConversionException("found '" + text + "', expected 90s, 15m, 24h or 30d");
        }
        long count = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofSeconds(count);
        };
    }
}
