package dev.sluice.config;

import java.util.List;

/**
 * Keys of the configuration that this version checks and does not use yet. They are noted, so that the start can say
 * which of them have no effect; those that would leave something less protected than it looks are refused.
 */
final class LaterKeys {
    private LaterKeys() {}

    static void walk(Section root) {
        var storage = root.later().section("storage");
        storage.text("url", "jdbc:sqlite: or jdbc:postgresql: and a place", url -> url.startsWith("jdbc:"));
        storage.done();
        var retention = root.later().section("retention");
        List.of("endedTasks", "deliveredEvents", "deadEvents").forEach(retention::duration);
        retention.done();
        var pull = root.later().section("pull");
        pull.flag("allowPrivateAddresses");
        pull.texts("allowAddresses", "an address or a network", _ -> true);
        pull.flag("allowUnsandboxed");
        pull.integer("maxConcurrent", "a whole number from 1 to 100000", 1, 100_000);
        pull.done();
        root.later().sections("apiKeys").orElse(List.of()).forEach(LaterKeys::apiKey);
    }

    private static void apiKey(Section apiKey) {
        apiKey.text("secretId");
        apiKey.secret("secretKey");
        apiKey.text("uin");
        apiKey.anything("policy");
        apiKey.done();
    }

    static void http(Section http) {
        http.later().texts("hostAliases", "a host name", _ -> true);
        http.later().texts("trustedProxies", "a network such as 10.0.0.0/8", _ -> true);
    }

    static void app(Section app) {
        var callback = app.later().section("callback");
        callback.text("url");
        callback.secret("key");
        callback.text("ca");
        callback.texts("events", "room, media or ingest", List.of("room", "media", "ingest")::contains);
        var urls = callback.section("urls");
        List.of("room", "media", "ingest").forEach(urls::text);
        urls.done();
        callback.done();
        app.later().texts("ignoreUnsupported", "AutoPush or EnableProgress",
                List.of("AutoPush", "EnableProgress")::contains);
        if (app.flag("requirePrivateMapKey").orElse(false)) {
            throw ConfigException.found(app.path("requirePrivateMapKey"), "true",
                    "false, because this version cannot check a PrivateMapKey yet");
        }
    }
}
