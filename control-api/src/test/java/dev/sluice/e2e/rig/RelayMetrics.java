package dev.sluice.e2e.rig;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** One scrape of {@code /metrics}, in Prometheus' text form. */
public record RelayMetrics(List<Sample> samples) {
    private static final Pattern LINE = Pattern.compile("^([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** One line of the scrape. */
    public record Sample(String name, Map<String, String> labels, double value) {}

    public static RelayMetrics parse(String text) {
        var samples = new ArrayList<Sample>();
        text.lines().filter(line -> !line.startsWith("#")).map(LINE::matcher).filter(java.util.regex.Matcher::find)
                .forEach(match -> samples
                        .add(new Sample(match.group(1), labels(match.group(2)), number(match.group(3)))));
        return new RelayMetrics(List.copyOf(samples));
    }

    private static Map<String, String> labels(String text) {
        var labels = new TreeMap<String, String>();
        if (text != null) {
            var label = LABEL.matcher(text);
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
        }
        return labels;
    }

    private static double number(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    /** The sum over all label values; a metric that is absent is a failure and never a zero. */
    public double sum(String name) {
        return sum(name, _ -> true);
    }

    /** The sum over those with this label value. */
    public double sum(String name, String label, String value) {
        return sum(name, sample -> value.equals(sample.labels().get(label)));
    }

    private double sum(String name, Predicate<Sample> which) {
        var found = samples.stream().filter(sample -> sample.name().equals(name)).filter(which).toList();
        if (found.isEmpty()) {
            throw new AssertionError("no metric " + name + " among "
                    + samples.stream().map(Sample::name).distinct().filter(other -> other.startsWith("sluice"))
                            .toList());
        }
        return found.stream().mapToDouble(Sample::value).sum();
    }

    /** The upper bound in seconds of the timer's quantile over what it measured since the earlier scrape. */
    public double quantileSince(RelayMetrics earlier, String timer, double quantile) {
        var counts = buckets(timer);
        earlier.buckets(timer).forEach((bound, count) -> counts.merge(bound, -count, Double::sum));
        double total = counts.lastEntry().getValue();
        if (total <= 0) {
            throw new AssertionError(timer + " measured nothing");
        }
        return counts.entrySet().stream().filter(bucket -> bucket.getValue() >= quantile * total).findFirst()
                .orElseThrow().getKey();
    }

    private TreeMap<Double, Double> buckets(String timer) {
        var buckets = new TreeMap<Double, Double>();
        samples.stream().filter(sample -> sample.name().equals(timer + "_bucket"))
                .forEach(sample -> buckets.merge(number(sample.labels().getOrDefault("le", "+Inf")), sample.value(),
                        Double::sum));
        if (buckets.isEmpty()) {
            throw new AssertionError("no histogram " + timer);
        }
        return buckets;
    }
}
