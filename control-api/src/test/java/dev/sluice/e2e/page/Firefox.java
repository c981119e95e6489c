package dev.sluice.e2e.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Debian's Firefox ESR with one test page. No driver for it is at hand, so the page reads in its address what to do and
 * reports what it saw. Its profile lets media play unasked and takes all of the machine's addresses, loopback's among
 * them, which Firefox does only where a page may use the microphone (a made-up one, of 1 kHz); a proxy that doesn't exist keeps it from calling
 * home.
 */
public final class Firefox implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/firefox-esr");
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final Map<String, Object> PREFERENCES = Map.ofEntries(
            Map.entry("media.autoplay.default", 0), Map.entry("media.autoplay.blocking_policy", 0),
            Map.entry("media.peerconnection.ice.loopback", true),
            Map.entry("permissions.default.microphone", 1), Map.entry("media.navigator.streams.fake", true),
            Map.entry("media.navigator.permission.disabled", true),
            Map.entry("media.peerconnection.ice.obfuscate_host_addresses", false),
            Map.entry("network.proxy.type", 1), Map.entry("network.proxy.http", "\"127.0.0.1\""),
            Map.entry("network.proxy.http_port", 9), Map.entry("network.proxy.ssl", "\"127.0.0.1\""),
            Map.entry("network.proxy.ssl_port", 9), Map.entry("browser.shell.checkDefaultBrowser", false),
            Map.entry("browser.aboutwelcome.enabled", false), Map.entry("browser.startup.page", 0),
            Map.entry("datareporting.policy.dataSubmissionEnabled", false),
            Map.entry("datareporting.policy.dataSubmissionPolicyBypassNotification", true),
            Map.entry("toolkit.telemetry.reportingpolicy.firstRun", false));
    private final TestSite site;
    private final ChildProcess process;

    private Firefox(Path folder, String file, String call, List<?> values) {
        if (!Files.isExecutable(PROGRAM)) {
            throw new AssertionError("These tests need " + PROGRAM + "; on Debian: apt-get install firefox-esr");
        }
        try {
            site = new TestSite();
            var command = new ProcessBuilder(PROGRAM.toString(), "--headless", "--no-remote", "--profile",
                    profile(folder).toString(), address(file, call, values));
            command.environment().put("MOZ_CRASHREPORTER_DISABLE", "1");
            process = ChildProcess.start("firefox", command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Firefox publish(Path folder, String whipUrl, String token, Camera camera) {
        return new Firefox(folder, "publish.html", "publish",
                List.of(whipUrl, token, camera.withMicrophone(), Route.DIRECT));
    }

    public static Firefox play(Path folder, String whepUrl, String token) {
        return new Firefox(folder, "watch.html", "play", List.of(whepUrl, token, Route.DIRECT));
    }

    private static Path profile(Path folder) throws IOException {
        var profile = Files.createTempDirectory(folder, "firefox");
        var lines = PREFERENCES.entrySet().stream()
                .map(entry -> "user_pref(\"%s\", %s);".formatted(entry.getKey(), entry.getValue())).toList();
        Files.write(profile.resolve("user.js"), lines);
        return profile;
    }

    private String address(String file, String call, List<?> values) {
        var order = MediaPage.text(Map.of("call", call, "values", values, "report", site.reportPath()));
        return site.page(file) + "#" + URLEncoder.encode(order, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public Answer answer() {
        return Answer.of(report().path("answer"));
    }

    public Viewing viewing() {
        return new Viewing(report().path("record"));
    }

    public Publishing publishing() {
        return new Publishing(report().path("record"));
    }

    public Stats stats() {
        return new Stats(report().path("stats"));
    }

    public void awaitShown(int frames) {
        Await.until(frames + " frames shown", LIMIT, () -> viewing().frames().size() >= frames);
    }

    public void awaitSent(int frames) {
        Await.until(frames + " frames sent", LIMIT, () -> publishing().sent().last() >= frames);
    }

    private JsonNode report() {
        var report = MediaPage.parse(Await.present("a report of Firefox", LIMIT, site::report));
        if (report.has("failure")) {
            throw process.fail(report.path("failure").asText());
        }
        return report;
    }

    @Override
    public void close() {
        process.close();
        site.close();
    }
}
