package dev.sluice.e2e.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A count that only grows, looked at now and then; times are milliseconds of the machine's clock. */
public final class Counts {
    private final NavigableMap<Double, Double> looks;

    public Counts(Map<Double, Double> looks) {
        this.looks = new TreeMap<>(looks);
    }

    static Counts of(JsonNode looks, String field, double timeOrigin) {
        var counts = new TreeMap<Double, Double>();
        looks.forEach(look -> counts.put(timeOrigin + look.path("at").asDouble(), look.path(field).asDouble()));
        return new Counts(counts);
    }

    public double last() {
        return looks.isEmpty() ? 0 : looks.lastEntry().getValue();
    }

    /** By how much it grew in this span; between two looks it grows evenly. */
    public double between(double from, double to) {
        return at(to) - at(from);
    }

    private double at(double time) {
        var before = looks.floorEntry(time);
        var after = looks.ceilingEntry(time);
        if (before == null || after == null) {
            throw new AssertionError("nobody looked " + (before == null ? "before " : "after ") + time);
        }
        double span = after.getKey() - before.getKey();
        double part = span == 0 ? 0 : (time - before.getKey()) / span;
        return before.getValue() + part * (after.getValue() - before.getValue());
    }
}
