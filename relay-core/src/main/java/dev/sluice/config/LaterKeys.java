package dev.sluice.config;

/**
 * Keys of the configuration that this version checks and does not use yet. They are noted, so that the start can say
 * which of them have no effect.
 */
final class LaterKeys {
    private LaterKeys() {}

    static void pull(Section pull) {
        pull.later().flag("allowUnsandboxed");
    }

    static void http(Section http) {
        http.later().texts("trustedProxies", "a network such as 10.0.0.0/8", _ -> true);
    }
}
