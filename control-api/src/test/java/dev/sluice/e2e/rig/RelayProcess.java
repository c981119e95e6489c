package dev.sluice.e2e.rig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.config.Config;
import dev.sluice.openapi.OpenApiAnswers;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The product in a process of its own with a folder of its own, on free ports. With {@code -Dsluice.jar=FILE} the jar
 * runs, else the classes of this build.
 */
public final class RelayProcess implements AutoCloseable {
    public static final String ADMIN_TOKEN = "e2e-admin-token-0123456789abcdef";
    private static final Duration START = Duration.ofSeconds(30);
    private static final String READY = "^ready http=(\\d+) rtmp=(\\d+)(?: rtmps=(\\d+))? webrtc=(\\d+)$";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ChildProcess process;
    private final String host;
    private final int httpPort;
    private final int rtmpPort;
    /** 0 where there is none. */
    private final int rtmpsPort;
    private final int webrtcPort;

    private RelayProcess(ChildProcess process, String host) {
        this.process = process;
        this.host = host;
        var ready = process.await(READY, START);
        this.httpPort = Integer.parseInt(ready.group(1));
        this.rtmpPort = Integer.parseInt(ready.group(2));
        this.rtmpsPort = ready.group(3) == null ? 0 : Integer.parseInt(ready.group(3));
        this.webrtcPort = Integer.parseInt(ready.group(4));
    }

    /**
     * With two applications, {@link Tokens#APP} and {@link Tokens#OTHER_APP}, which requires tickets, and
     * {@link #ADMIN_TOKEN}.
     */
    public static RelayProcess start(Path folder) {
        return start(folder, "127.0.0.1", "");
    }

    /** With API keys, sources on loopback allowed, and what else the settings say. */
    public static RelayProcess startCloud(Path folder, CloudSettings settings) {
        return serve(folder, "127.0.0.1", configuration("127.0.0.1", "", settings.appKeys()) + settings.sections());
    }

    /** The same, and it takes RTMPS. */
    public static RelayProcess startWithTls(Path folder, Config.Tls tls) {
        return start(folder, "127.0.0.1",
                ", tlsPort: 0, tls: { cert: \"%s\", key: \"%s\" }".formatted(tls.cert(), tls.key()));
    }

    /** The same, but all its ports and its candidates are those of {@code ::1}. */
    public static RelayProcess startOnIpv6(Path folder) {
        return start(folder, "[::1]", "");
    }

    private static RelayProcess start(Path folder, String host, String rtmpKeys) {
        return serve(folder, host, configuration(host.replaceAll("[\\[\\]]", ""), rtmpKeys, ""));
    }

    private static RelayProcess serve(Path folder, String host, String configuration) {
        var file = folder.resolve("sluice.yaml");
        try {
            Files.writeString(file, configuration);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new RelayProcess(ChildProcess.start("relay", builder(folder, "serve", "--config", file.toString())),
                host);
    }

    /** As README command 1 does: no configuration, a generated application, and the demo; only the ports are ours. */
    public static RelayProcess startDemo(Path folder) {
        var builder = builder(folder, "serve", "--demo");
        builder.environment().putAll(Map.of("SLUICE_HTTP_PORT", "0", "SLUICE_RTMP_PORT", "0", "SLUICE_WEBRTC_PORT", "0",
                "SLUICE_HTTP_HOST", "127.0.0.1", "SLUICE_RTMP_HOST", "127.0.0.1", "SLUICE_WEBRTC_ADVERTISE",
                "[\"127.0.0.1\"]"));
        return new RelayProcess(ChildProcess.start("relay", builder), "127.0.0.1");
    }

    private static String configuration(String host, String rtmpKeys, String appKeys) {
        return """
                http: { host: "%1$s", port: 0 }
                rtmp: { host: "%1$s", port: 0%7$s }
                webrtc: { host: "%1$s", port: 0, advertise: ["%1$s"] }
                console: { adminToken: %2$s }
                apps:
                  - { sdkAppId: %3$d, secretKeys: ["%4$s"], graceSeconds: 10%8$s }
                  - { sdkAppId: %5$d, secretKeys: ["%6$s"], requirePrivateMapKey: true }
                """.formatted(host, ADMIN_TOKEN, Tokens.APP, Tokens.KEY, Tokens.OTHER_APP, Tokens.OTHER_KEY,
                rtmpKeys, appKeys);
    }

    private static ProcessBuilder builder(Path folder, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Paranoid tracking would be measured as delay; one in 128 buffers is tracked, and a LEAK: line still fails.
        command.addAll(List.of("-Xshare:auto", "-Dio.netty.leakDetection.level=simple",
                "--enable-native-access=ALL-UNNAMED"));
        var jar = System.getProperty("sluice.jar");
        command.addAll(
                jar == null ? List.of("-cp", productClassPath(), "dev.sluice.server.Main") : List.of("-jar", jar));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command).directory(folder.toFile());
    }

    /** The test's class path less what only tests have. */
    private static String productClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("-gpl.jar") && !entry.contains("playwright")
                        && !entry.contains("driver-"))
                .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("-tests.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    public ChildProcess process() {
        return process;
    }

    /** kill -9, and waits until nothing of it is left. */
    public void kill() {
        process.kill();
        process.awaitExit(Duration.ofSeconds(5));
    }

    public int rtmpPort() {
        return rtmpPort;
    }

    public int rtmpsPort() {
        return rtmpsPort;
    }

    public int webrtcPort() {
        return webrtcPort;
    }

    /** Host and port, as an SDK has it. */
    public String endpoint() {
        return host + ":" + httpPort;
    }

    public String http(String path) {
        return "http://" + host + ":" + httpPort + path;
    }

    /** The address an encoder pushes to, with the stream key that holds the token. */
    public String rtmp(String room, String userId) {
        return rtmpServer() + "/" + streamKey(room, userId);
    }

    /** The same over TLS. */
    public String rtmps(String room, String userId) {
        return overTls(rtmp(room, userId));
    }

    /** The address at the port with TLS. */
    public String overTls(String rtmp) {
        return rtmp.replace("rtmp://" + host + ":" + rtmpPort, "rtmps://" + host + ":" + rtmpsPort);
    }

    public String rtmpWithQuery(String room, String query) {
        return rtmpServer() + "/" + room + (query.isEmpty() ? "" : "?" + query);
    }

    /** The address in two parts, as OBS has it: this and {@link #streamKey}. */
    public String rtmpServer() {
        return "rtmp://" + host + ":" + rtmpPort + "/push";
    }

    public String streamKey(String room, String userId) {
        return room + "?sdkappid=" + Tokens.APP + "&userid=" + userId + "&usersig=" + Tokens.userSig(userId);
    }

    public String whip(String room, String userId) {
        return http("/v2/pub/" + Tokens.APP + "/" + room + "?SessionID=" + userId);
    }

    public String whep(int app, String room, String viewerId) {
        return http(
                "/v2/sub/" + app + "/" + URLEncoder.encode(room, StandardCharsets.UTF_8) + "?SessionID=" + viewerId);
    }

    public RelayMetrics metrics() {
        return RelayMetrics.parse(get("/metrics").body());
    }

    /** Waits until the anchor is in its room, seen by the native API. */
    public void awaitAnchor(String room, String userId) {
        awaitAnchor(Tokens.APP, room, userId);
    }

    public void awaitAnchor(int app, String room, String userId) {
        Await.until(userId + " is in room " + room, Duration.ofSeconds(10),
                () -> isInside(app, room, userId));
    }

    public void awaitGone(String room, String userId) {
        Await.until(userId + " is no more in room " + room, Duration.ofSeconds(2),
                () -> !isInside(Tokens.APP, room, userId));
    }

    private boolean isInside(int app, String room, String userId) {
        return roomSays(app, room, "\"userId\":\"" + userId + "\"");
    }

    /** Waits until an anchor of the room is warned with this code, seen by the native API. */
    public void awaitWarning(String room, String code) {
        Await.until("somebody in room " + room + " is warned: " + code, Duration.ofSeconds(5),
                () -> roomSays(Tokens.APP, room, "\"code\":\"" + code + "\""));
    }

    private boolean roomSays(int app, String room, String json) {
        var answer = admin("/rooms/" + app + "/" + room);
        return answer.statusCode() == 200 && answer.body().contains(json);
    }

    /** Waits until a publishing session of this user has ended with this code, seen by the native API. */
    public void awaitEnd(String userId, String code) {
        Await.until("a session of " + userId + " ended with " + code, Duration.ofSeconds(10),
                () -> endedSessions(userId).stream().anyMatch(session -> session.path("code").asText().equals(code)));
    }

    /** This user's ended sessions, seen by the native API, the latest first. */
    public List<JsonNode> endedSessions(String userId) {
        return StreamSupport.stream(adminJson("/sessions").path("sessions").spliterator(), false)
                .filter(session -> session.path("userId").asText().equals(userId)).toList();
    }

    /** A room of {@link Tokens#APP} and its anchors. */
    public JsonNode room(String room) {
        return adminJson("/rooms/" + Tokens.APP + "/" + room);
    }

    /** The session resource, of a live or an ended one. */
    public JsonNode session(String id) {
        return adminJson("/sessions/" + id);
    }

    /** How many stored events wait for their receiver. */
    public long pendingEvents() {
        return (long) metrics().sum("sluice_webhooks_pending");
    }

    private JsonNode adminJson(String path) {
        try {
            return JSON.readTree(admin(path).body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> admin(String path) {
        return send(HttpRequest.newBuilder(URI.create(http("/api/v1" + path)))
                .header("Authorization", "Bearer " + ADMIN_TOKEN).build());
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(http(path))).build());
    }

    /** Fails where the answer is not one that the OpenAPI document describes. */
    public HttpResponse<String> send(HttpRequest request) {
        try {
            var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return OpenApiAnswers.describes(answer) ? OpenApiAnswers.check(answer) : answer;
        } catch (IOException e) {
            throw process.fail("no answer to " + request.uri() + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What the relay holds on to: the heap after a full collection, and the buffers outside of it. */
    public long memoryBytes() {
        jcmd("GC.run");
        var metrics = metrics();
        return (long) (metrics.sum("jvm_memory_used_bytes", "area", "heap")
                + metrics.sum("netty_allocator_memory_used", "memory_type", "direct"));
    }

    private void jcmd(String verb) {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        ChildProcess.run("jcmd", Duration.ofSeconds(20),
                new ProcessBuilder(jcmd, Long.toString(process.handle().pid()), verb));
    }

    /** Fails when the log shows a leaked buffer or an exception that nobody expected. */
    public void assertHealthy() {
        if (process.alive()) {
            jcmd("GC.run");
            metrics();
        }
        process.find("LEAK:|OutOfMemoryError|NullPointerException|IllegalReferenceCountException")
                .ifPresent(found -> {
                    throw process.fail("logged " + found.group());
                });
    }

    @Override
    public void close() {
        try {
            assertHealthy();
        } finally {
            process.close();
        }
    }
}
