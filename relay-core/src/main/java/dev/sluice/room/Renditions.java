package dev.sluice.room;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The renditions of one holder, by type. Single-threaded: used on its holder's loop. */
final class Renditions {
    private final Map<Class<?>, Rendition> byType = new HashMap<>();

    <R extends Rendition> R get(Class<R> type, Supplier<R> factory) {
        return type.cast(byType.computeIfAbsent(type, _ -> factory.get()));
    }

    void release() {
        byType.values().forEach(Rendition::release);
        byType.clear();
    }
}
