package dev.sluice.task;

import java.util.Optional;

/** What Update changes; absent is unchanged. */
public record TaskUpdate(Optional<String> streamUrl, Optional<Integer> volume, Optional<Boolean> paused,
        Optional<Double> tempo) {}
