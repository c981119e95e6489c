package dev.sluice.api.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.api.cloud.action.Actions;
import dev.sluice.api.cloud.action.Application;
import dev.sluice.api.cloud.action.Applications;
import dev.sluice.api.cloud.action.Refusals;
import dev.sluice.api.cloud.answer.CloudException;
import dev.sluice.api.cloud.policy.ApiKeys;
import dev.sluice.api.cloud.request.Call;
import dev.sluice.api.cloud.signature.Authenticator;
import dev.sluice.auth.UserSig;
import dev.sluice.auth.UserSigVerifier;
import dev.sluice.config.Config;
import dev.sluice.config.Secret;
import dev.sluice.room.RoomLimits;
import dev.sluice.room.RoomRegistry;
import dev.sluice.room.TrackLimits;
import dev.sluice.runtime.EventLoops;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.testkit.FakeClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** The cloud API up to the edge of HTTP: a call goes in, what it is answered comes out. */
final class CloudFixture implements AutoCloseable {
    static final JsonNode VECTORS = vectors();
    static final Signer SIGNER = new Signer(VECTORS.get("secretId").asText(), VECTORS.get("secretKey").asText());
    static final long APP = 1_400_000_001L;
    /** Ignores what it cannot do. */
    static final long LENIENT = 1_400_000_002L;
    /** Wants tickets. */
    static final long STRICT = 1_400_000_003L;
    static final long FIRST = 1_714_564_801L;
    private static final String KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

    final FakeClock clock = new FakeClock();
    final FakeTasks tasks = new FakeTasks();
    final EventLoops loops = EventLoops.createNio(1);
    final RoomRegistry rooms = new RoomRegistry(loops, clock, new RoomLimits(10, 10, 10, 5),
            TrackLimits.of(4 << 20, 2_000, new SimpleMeterRegistry()));
    final Actions actions;
    final Gate gate;

    CloudFixture() {
        this(new Config.ApiKey(SIGNER.secretId(), Secret.of(SIGNER.secretKey()), Optional.empty(), Optional.empty()));
    }

    CloudFixture(Config.ApiKey... keys) {
        actions = new Actions(new Applications(List.of(app(APP, Set.of()), app(LENIENT,
                Set.of("AutoPush", "EnableProgress")), app(STRICT, Set.of()))), rooms, tasks, (room, _, ticket) -> {
                    if (room.sdkAppId() == STRICT && !ticket.equals(Optional.of("good"))) {
                        throw new ProtocolException(
                                ticket.isPresent() ? StableCode.TOKEN_MALFORMED : StableCode.PRIVILEGE_MISSING,
                                "a ticket is wanted");
                    }
                });
        gate = new Gate(new Authenticator(ApiKeys.of(List.of(keys)), List.of("trtc.tencentcloudapi.com"), clock),
                new RateLimit(20, clock), actions);
    }

    private Application app(long sdkAppId, Set<String> ignored) {
        return new Application(sdkAppId, new UserSigVerifier(sdkAppId, List.of(KEY), clock), ignored);
    }

    private static JsonNode vectors() {
        try (var in = Objects.requireNonNull(CloudFixture.class.getResourceAsStream("requests.json"))) {
            return new ObjectMapper().readTree(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    long now() {
        return clock.wallMillis() / 1000;
    }

    void setTime(long epochSecond) {
        clock.advance(Duration.ofSeconds(epochSecond - now()));
    }

    String userSig(long app, String userId) {
        return UserSig.sign(app, userId, KEY, Instant.ofEpochSecond(now()), Duration.ofHours(1));
    }

    /** Its code and message, or what the action answered. */
    String answer(Call call) {
        try {
            gate.checkHead(call);
            var admitted = gate.admit(call);
            return run(admitted).toString();
        } catch (CloudException refused) {
            return refused.code().text() + " | " + refused.getMessage();
        }
    }

    private static Map<String, ?> run(Gate.Admitted admitted) {
        try {
            return admitted.action().run(admitted.values()).toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw Refusals.of(failed, admitted.action());
        }
    }

    String post(String action, String json) {
        clock.advance(Duration.ofSeconds(1)); // so that the rate limit is not what is tested
        return answer(SIGNER.post(action, json, now()));
    }

    @Override
    public void close() {
        loops.close();
    }
}
