package dev.sluice.e2e.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import dev.sluice.e2e.rig.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A page with one peer connection. */
public abstract sealed class MediaPage permits WatchPage, PublishPage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Page page;

    MediaPage(Page page) {
        this.page = page;
    }

    /** The page itself, for looks that are of neither a viewer nor a camera. */
    public final Page page() {
        return page;
    }

    /** Waits until so much has been seen from here on. */
    public final void watch(Duration time) {
        double until = now() + time.toMillis();
        Await.until("watched for " + time, time.plusSeconds(5), () -> now() >= until);
    }

    /** The page's own clock, milliseconds. */
    public final double now() {
        return ((Number) page.evaluate("performance.now()")).doubleValue();
    }

    final String states() {
        return "connection " + page.evaluate("seen.states.map(entry => entry.state).join(' ')");
    }

    public final Stats stats() {
        return new Stats(evaluate("() => stats()", List.of()));
    }

    /** An entry of getStats() of this type and kind. */
    public final JsonNode stats(String type, String kind) {
        return stats().entry(type, kind);
    }

    /** Says goodbye with a DELETE; gives the status. */
    public final int leave() {
        return ((Number) page.evaluate("() => leave()")).intValue();
    }

    /** Goes without a word, as a browser that crashes. */
    public final void kill() {
        page.close();
    }

    public final void screenshot(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    final JsonNode evaluate(String script, List<?> arguments) {
        return parse((String) page.evaluate(script, arguments));
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** As an argument of a page's script. */
    static Object argument(Object value) {
        return JSON.convertValue(value, Object.class);
    }
}
