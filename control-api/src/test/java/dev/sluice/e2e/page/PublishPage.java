package dev.sluice.e2e.page;

import com.microsoft.playwright.Page;
import dev.sluice.e2e.rig.Await;
import java.time.Duration;
import java.util.List;

/** One camera: a page that publishes a drawn picture and a tone of 1 kHz to one WHIP resource. */
public final class PublishPage extends MediaPage {
    private static final Duration START = Duration.ofSeconds(10);

    PublishPage(Page page) {
        super(page);
    }

    public Answer publish(String whipUrl, String token, Camera camera, Route route) {
        return Answer.of(evaluate("([url, token, camera, route]) => publish(url, token, camera, route)",
                List.of(whipUrl, token, argument(camera), argument(route))));
    }

    /** As {@link #publish}, and waits until frames go out. */
    public PublishPage publishing(String whipUrl, String token, Camera camera, Route route) {
        publish(whipUrl, token, camera, route).requireCreated(whipUrl);
        awaitSending();
        return this;
    }

    public PublishPage publishing(String whipUrl, String token) {
        return publishing(whipUrl, token, Camera.USUAL, Route.DIRECT);
    }

    /** The first half of publishing to a viewer's page without a relay, to see what the rig itself does. */
    public String offer(Camera camera) {
        return (String) page().evaluate("camera => offer(camera)", argument(camera));
    }

    /** The second half: takes the viewer's answer and waits until frames go out. */
    public void accept(String answer, Camera camera, Route route) {
        page().evaluate("([sdp, camera, route]) => accept(sdp, camera, route)",
                List.of(answer, argument(camera), argument(route)));
        awaitSending();
    }

    private void awaitSending() {
        Await.until("frames are sent; " + states(), START, () -> publishing().sent().last() > 0);
    }

    /** How wide each layer that is sent is now, and how many of its frames were sent, as {@code f 640 90}. */
    public List<String> layers() {
        return stats().all("outbound-rtp", "video").map(entry -> "%s %d %d".formatted(entry.path("rid").asText(),
                entry.path("frameWidth").asInt(), entry.path("framesSent").asInt())).sorted().toList();
    }

    /** Sends this layer from now on, or no longer. */
    public void send(String rid, boolean active) {
        page().evaluate("([rid, active]) => activate(rid, active)", List.of(rid, active));
    }

    /** What has been sent up to now. */
    public Publishing publishing() {
        return new Publishing(evaluate("() => record()", List.of()));
    }
}
