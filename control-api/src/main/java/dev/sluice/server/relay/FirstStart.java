package dev.sluice.server.relay;

import java.util.LinkedHashMap;
import java.util.Map;

/** The block of links that an operator is shown at the beginning: on standard output and in a private file, never in the log. */
public final class FirstStart {
    public static final String FILE = "first-start.txt";

    private final String title;
    private final Map<String, String> lines = new LinkedHashMap<>();
    private final StringBuilder notes = new StringBuilder();

    public FirstStart(String title) {
        this.title = title;
    }

    public FirstStart line(String label, String value) {
        lines.put(label, value);
        return this;
    }

    public FirstStart note(String sentence) {
        notes.append("  ").append(sentence).append('\n');
        return this;
    }

    /** Ends with a newline; values stand in one column, each whole on its line, so that it can be copied. */
    public String text() {
        int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
        var text = new StringBuilder("\n  ").append(title).append("\n\n");
        lines.forEach((label, value) -> text.append("  ").append(label).repeat(' ', width - label.length() + 2)
                .append(value).append('\n'));
        return text.append('\n').append(notes).append('\n').toString();
    }

    @Override
    public String toString() {
        return title;
    }
}
