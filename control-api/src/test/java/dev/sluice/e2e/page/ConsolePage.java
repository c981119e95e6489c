package dev.sluice.e2e.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import dev.sluice.e2e.rig.Await;
import java.time.Duration;

/** The product's own page; its peer connections are noted as they are made, so that their statistics can be read. */
public final class ConsolePage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOTE_CONNECTIONS = """
            window.connections = [];
            window.RTCPeerConnection = class extends window.RTCPeerConnection {
              constructor(...options) { super(...options); window.connections.push(this); }
            };""";
    private static final String INBOUND = """
            async () => {
              const report = window.connections.length ? await window.connections.at(-1).getStats() : new Map();
              const of = kind => [...report.values()].find(s => s.type === 'inbound-rtp' && s.kind === kind) ?? {};
              return JSON.stringify({ millis: performance.now(), framesDecoded: of('video').framesDecoded ?? 0,
                audioLevel: of('audio').audioLevel ?? 0, audioEnergy: of('audio').totalAudioEnergy ?? 0 });
            }""";
    private final Page page;

    /** What getStats() says of the newest connection. */
    public record Inbound(double millis, int framesDecoded, double audioLevel, double audioEnergy) {}

    public ConsolePage(Page page) {
        this.page = page;
        page.addInitScript(NOTE_CONNECTIONS);
    }

    public Page page() {
        return page;
    }

    public void open(String url) {
        page.navigate(url);
    }

    public void signIn(String token) {
        page.fill("#token", token);
        page.click("#signin-form button");
    }

    /** Waits until decoding has gone on for a second. */
    public void awaitPicture(Duration limit) {
        Await.until("the console's player decodes", limit, () -> inbound().framesDecoded() > 30);
    }

    public void unmute() {
        page.click("#unmute");
    }

    public void watch(Duration time) {
        double until = inbound().millis() + time.toMillis();
        Await.until("watched for " + time, time.plusSeconds(5), () -> inbound().millis() >= until);
    }

    public Inbound inbound() {
        try {
            return JSON.readValue((String) page.evaluate(INBOUND), Inbound.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
