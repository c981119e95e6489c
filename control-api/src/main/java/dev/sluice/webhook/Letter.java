package dev.sluice.webhook;

import dev.sluice.config.Secret;
import dev.sluice.event.CallbackEvent;
import dev.sluice.event.EventGroup;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One attempt's request: made and signed anew, because it says when it was sent. */
record Letter(Map<String, String> headers, String body) {
    /** @param attempt the first is 1 */
    static Letter of(CallbackEvent event, int attempt, Optional<Secret> key, long nowMillis) {
        var body = body(event, nowMillis);
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/json");
        key.ifPresent(secret -> headers.put("Sign",
                BodySignature.sign(secret.reveal(), body.getBytes(StandardCharsets.UTF_8))));
        headers.put("SdkAppId", Long.toString(event.sdkAppId()));
        headers.put("Sluice-Event-Id", event.id());
        headers.put("Sluice-Attempt", Integer.toString(attempt));
        if (!event.reason().isEmpty()) {
            headers.put("Sluice-Reason", event.reason());
        }
        return new Letter(headers, body);
    }

    private static String body(CallbackEvent event, long nowMillis) {
        // The cloud calls it otherwise in this group.
        var sent = event.group() == EventGroup.INGEST.number() ? "CallbackMsTs" : "CallbackTs";
        return "{\"EventGroupId\":" + event.group() + ",\"EventType\":" + event.type() + ",\"" + sent + "\":"
                + nowMillis + ",\"EventInfo\":" + event.info() + "}";
    }
}
