package dev.sluice.event;

import dev.sluice.task.IngestTask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Several entries as one, for one transaction: of each task and presence the last word, of events all in their order. */
final class Batch {
    private Batch() {}

    static Journal.Entry of(List<Journal.Entry> entries) {
        if (entries.size() == 1) {
            return entries.getFirst();
        }
        var tasks = new LinkedHashMap<String, IngestTask>();
        var inside = new LinkedHashMap<Presence, Boolean>();
        var events = new ArrayList<CallbackEvent>();
        for (var entry : entries) {
            entry.tasks().forEach(task -> tasks.put(task.id(), task));
            entry.left().forEach(presence -> inside.put(presence, false));
            entry.entered().forEach(presence -> inside.put(presence, true));
            events.addAll(entry.events());
        }
        return new Journal.Entry(List.copyOf(tasks.values()), presences(inside, true), presences(inside, false),
                events);
    }

    private static List<Presence> presences(Map<Presence, Boolean> inside, boolean present) {
        return inside.entrySet().stream().filter(entry -> entry.getValue() == present).map(Map.Entry::getKey)
                .toList();
    }
}
