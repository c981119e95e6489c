package dev.sluice.health;

import dev.sluice.runtime.StableCode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Something that is wrong with a source and does not end it.
 *
 * @param text plain English, with what to do about it
 * @param since when it began, in milliseconds since 1970
 * @param count how often it happened in this session
 */
public record Warning(StableCode code, String text, long since, long count) {
    /** Codes and counts for a log line: {@code GOP_TOO_LONG:3,TIMESTAMP_JUMP:1}, or {@code none}. */
    public static String brief(List<Warning> warnings) {
        return warnings.isEmpty()
                ? "none"
                : warnings.stream().map(warning -> warning.code() + ":" + warning.count())
                        .collect(Collectors.joining(","));
    }
}
