package dev.sluice.api.cloud;

import dev.sluice.api.cloud.request.Call;
import dev.sluice.event.StoreException;
import dev.sluice.task.TaskException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.sluice.api.cloud.CloudFixture.APP;
import static dev.sluice.api.cloud.CloudFixture.LENIENT;
import static dev.sluice.api.cloud.CloudFixture.SIGNER;
import static dev.sluice.api.cloud.CloudFixture.STRICT;
import static org.assertj.core.api.Assertions.assertThat;

/** What is wrong with a request, and its code. */
class BadInputTest {
    private final CloudFixture cloud = new CloudFixture();

    @AfterEach
    void close() {
        cloud.close();
    }

    /** A good Start of user u in room r, with these members instead of its own; null takes one away. */
    private String start(long app, String... members) {
        var all = new HashMap<>(Map.of("SdkAppId", Long.toString(app), "RoomId", "\"r\"", "RoomIdType", "0", "UserId",
                "\"u\"", "UserSig", "\"" + cloud.userSig(app, "u") + "\"", "StreamUrl",
                "\"http://h/a.flv?key=hidden\""));
        for (int i = 0; i < members.length; i += 2) {
            all.put(members[i], members[i + 1]);
        }
        var json = new StringBuilder();
        all.forEach((name, value) -> json.append(json.isEmpty() ? "{" : ",").append('"').append(name).append("\":")
                .append(value));
        return cloud.post("StartStreamIngest", json.append('}').toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            // a field that is not there
            "SdkAppId | null | MissingParameter.SdkAppId | SdkAppId: found nothing",
            "RoomId | `\"\"` | MissingParameter.RoomId | RoomId",
            "RoomIdType | null | MissingParameter | RoomIdType", "UserId | null | MissingParameter | UserId",
            "UserSig | `\"\"` | MissingParameter | UserSig",
            "StreamUrl | null | InvalidParameter.StreamUrl | found nothing, expected one URL",
            // of another type
            "SdkAppId | `\"1400000001\"` | InvalidParameter | SdkAppId: found a JSON string, expected a whole number",
            "RoomId | 123 | InvalidParameter | RoomId: found a JSON number, expected a string",
            "UserSig | [] | InvalidParameter | UserSig: found a JSON array, expected a string",
            "AutoPush | `\"true\"` | InvalidParameter | AutoPush: found a JSON string, expected true or false",
            "AutoPush | 1 | InvalidParameter | AutoPush: found a JSON number",
            "Volume | 1.5 | InvalidParameter | Volume: found a JSON number, expected a whole number from 0 to 200",
            "Volume | true | InvalidParameter | Volume: found a JSON boolean",
            "Tempo | `\"1.0\"` | InvalidParameter | Tempo: found a JSON string",
            "SourceUrl | `\"http://h\"` | InvalidParameter | SourceUrl: found a JSON string, expected a list of strings",
            "SourceUrl | [1] | InvalidParameter | SourceUrl.0: found a JSON number",
            "VideoEncodeParams | [] | InvalidParameter | VideoEncodeParams: found a JSON array, expected an object",
            "VideoEncodeParams | `{\"Fps\":\"1\"}` | InvalidParameter | VideoEncodeParams.Fps: found a JSON string",
            // out of range
            "RepeatNum | 0 | InvalidParameterValue | RepeatNum: found '0', expected -1 or from 1 to 1000",
            "RepeatNum | -2 | InvalidParameterValue | RepeatNum",
            "RepeatNum | 1001 | InvalidParameterValue | RepeatNum",
            "MaxDuration | 0 | InvalidParameterValue | MaxDuration",
            "MaxDuration | 10081 | InvalidParameterValue | MaxDuration",
            "Volume | 201 | InvalidParameterValue | Volume", "Volume | -1 | InvalidParameterValue | Volume",
            "Volume | NaN | InvalidParameterValue | Volume: found 'NaN'",
            "Volume | 99999999999999999999 | InvalidParameterValue | Volume",
            "SeekSecond | -1 | InvalidParameterValue | SeekSecond",
            "SdkAppId | 9223372036854775808 | InvalidParameterValue | SdkAppId",
            "Tempo | 1.3 | InvalidParameterValue | Tempo: found '1.3', expected one of [0.5, 0.75",
            "Tempo | NaN | InvalidParameterValue | Tempo", "Tempo | -Infinity | InvalidParameterValue | Tempo",
            "IdleTimeout | 601 | InvalidParameterValue | IdleTimeout",
            "RoomIdType | 2 | InvalidParameterValue | RoomIdType",
            "VideoEncodeParams | `{\"Width\":1921}` | InvalidParameterValue | VideoEncodeParams.Width",
            "VideoEncodeParams | `{\"Gop\":3}` | InvalidParameterValue | VideoEncodeParams.Gop",
            "AudioEncodeParams | `{\"SampleRate\":45000}` | InvalidParameterValue | AudioEncodeParams.SampleRate",
            "AudioEncodeParams | `{\"Volume\":301}` | InvalidParameterValue | AudioEncodeParams.Volume",
            // that nobody knows
            "Speed | 1 | UnknownParameter | 'Speed'", "AutoPush.0 | true | UnknownParameter | 'AutoPush.0'",
            "VideoEncodeParams | `{\"Codec\":1}` | UnknownParameter | 'VideoEncodeParams.Codec'",
            // that nobody can obey
            "AutoPush | true | UnsupportedOperation | AutoPush",
            "EnableProgress | true | UnsupportedOperation | EnableP",
            // and of no good form
            "SdkAppId | 7 | InvalidParameter.SdkAppId | SdkAppId: found 7",
            "SdkAppId | -1 | InvalidParameter.SdkAppId | -1",
            "RoomId | `\"a/b\"` | InvalidParameter.StrRoomId | 'a/b'",
            "UserId | `\"u u\"` | InvalidParameter.UserId | 'u u'",
            "UserId | `\"123456789012345678901234567890123\"` | InvalidParameter.UserId | 1 to 32",
            "UserSig | `\"eJw-sig*_\"` | InvalidParameter.UserSig | TOKEN_MALFORMED",
            "UserId | `\"v\"` | InvalidParameter.UserSig | TOKEN_WRONG_USER",
            "StreamUrl | `\"ftp://h/a?key=hidden\"` | InvalidParameter.StreamUrl | another scheme",
            "StreamUrl | `\"h/a.flv\"` | InvalidParameter.StreamUrl | another scheme",
            "StreamUrl | `\"http://h/a\\u0000\"` | InvalidParameter.StreamUrl | control characters"})
    void aFieldOfStart(String name, String value, String code, String message) {
        var answer = start(APP, name, value);
        assertThat(answer).startsWith(code + " | ").contains(message).doesNotContain("hidden", cloud.userSig(APP, "u"));
        assertThat(cloud.tasks.tasks).isEmpty();
    }

    @Test
    void anIntegerRoomHasADecimalNumber() {
        for (var room : new String[]{"abc", "0", "4294967295", "-1", "99999999999999999999"}) {
            assertThat(start(APP, "RoomIdType", "1", "RoomId", "\"" + room + "\""))
                    .startsWith("InvalidParameter.RoomId | ");
        }
        assertThat(start(APP, "RoomIdType", "1", "RoomId", "\"4294967294\"")).isEqualTo("{TaskId=task.1}");
        assertThat(cloud.tasks.last().room().id().text()).isEqualTo("4294967294");
    }

    @Test
    void aUrlHasAtMost2048Bytes() {
        assertThat(start(APP, "StreamUrl", "\"http://h/" + "x".repeat(2039) + "\"")).isEqualTo("{TaskId=task.1}");
        assertThat(start(APP, "StreamUrl", "\"http://h/" + "x".repeat(2040) + "\""))
                .startsWith("InvalidParameter.StreamUrl | StreamUrl: found 2049 bytes");
    }

    @Test
    void theOldListOfSourcesCountsWithoutAUrlAndHasOneOfThem() {
        assertThat(start(APP, "StreamUrl", "null", "SourceUrl", "[\"http://old\"]")).isEqualTo("{TaskId=task.1}");
        assertThat(cloud.tasks.last().settings().streamUrl()).isEqualTo("http://old");
        assertThat(start(APP, "SourceUrl", "[\"http://a\",\"http://b\"]")).isEqualTo("{TaskId=task.2}");
        assertThat(cloud.tasks.last().settings().streamUrl()).startsWith("http://h/a.flv");
        assertThat(start(APP, "StreamUrl", "\"\"", "SourceUrl", "[\"http://a\",\"http://b\"]"))
                .startsWith("InvalidParameter.StreamUrl | StreamUrl: found 2 of SourceUrl");
        assertThat(start(APP, "StreamUrl", "null", "SourceUrl", "[\"file:///etc\"]"))
                .startsWith("InvalidParameter.StreamUrl");
    }

    @Test
    void whatCannotBeDoneIsNotedWhereItIsAccepted() {
        assertThat(start(LENIENT, "AutoPush", "true", "EnableProgress", "true", "MaxDuration", "5",
                "VideoEncodeParams", "{\"Width\":640}", "AudioEncodeParams", "{\"Volume\":250,\"Channel\":2}"))
                .isEqualTo("{TaskId=task.1}");
        var settings = cloud.tasks.last().settings();
        assertThat(settings.notApplied()).containsExactly("AutoPush", "EnableProgress", "VideoEncodeParams.Width",
                "AudioEncodeParams.Channel", "MaxDuration");
        assertThat(settings.volume()).isEqualTo(250);
        assertThat(settings.maxDurationMinutes()).isZero();
        start(LENIENT, "Volume", "7", "AudioEncodeParams", "{\"Volume\":250}", "RepeatNum", "-1", "MaxDuration", "5");
        assertThat(cloud.tasks.last().settings().notApplied()).containsExactly("AudioEncodeParams.Volume");
        assertThat(cloud.tasks.last().settings().volume()).isEqualTo(7);
        assertThat(cloud.tasks.last().settings().maxDurationMinutes()).isEqualTo(5);
    }

    @Test
    void withNothingSaidTheDefaultsCount() {
        start(APP, "PrivateMapKey", "\"any\"", "AutoPush", "false");
        var settings = cloud.tasks.last().settings();
        assertThat(settings.repeats()).isEqualTo(1);
        assertThat(settings.volume()).isEqualTo(100);
        assertThat(settings.tempo()).isEqualTo(1);
        assertThat(settings.seekSeconds()).isZero();
        assertThat(settings.idleTimeoutSeconds()).isZero();
        assertThat(settings.paused()).isFalse();
        assertThat(settings.notApplied()).isEmpty();
    }

    @Test
    void aTicketIsCheckedWhereTheApplicationWantsOne() {
        assertThat(start(STRICT)).startsWith("FailedOperation.NotAllowed | PrivateMapKey: PRIVILEGE_MISSING");
        assertThat(start(STRICT, "PrivateMapKey", "\"\"")).startsWith("FailedOperation.NotAllowed");
        assertThat(start(STRICT, "PrivateMapKey", "\"bad\"")).startsWith("InvalidParameter | PrivateMapKey: TOKEN_");
        assertThat(start(STRICT, "PrivateMapKey", "\"good\"")).isEqualTo("{TaskId=task.1}");
    }

    @Test
    void anotherApplicationsUserSigIsNone() {
        assertThat(start(APP, "UserSig", "\"" + cloud.userSig(LENIENT, "u") + "\""))
                .startsWith("InvalidParameter.UserSig | UserSig: TOKEN_WRONG_APP");
        var old = cloud.userSig(APP, "u");
        cloud.setTime(cloud.now() + 4_000);
        assertThat(start(APP, "UserSig", "\"" + old + "\""))
                .startsWith("InvalidParameter.UserSig | UserSig: TOKEN_EXP");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"`` | found nothing", "[] | JSON that is no object",
            "7 | JSON that is no object", "{ | other bytes", "`{\"SdkAppId\":1,\"SdkAppId\":1}` | other bytes",
            "{} {} | other bytes", "`{'a':1}` | other bytes", "<xml/> | other bytes"})
    void aBodyThatDoesNotParse(String body, String message) {
        assertThat(cloud.post("StartStreamIngest", body)).startsWith("InvalidParameter.BodyParamsError | ")
                .contains(message);
        assertThat(cloud.post("StopStreamIngest", body)).startsWith("InvalidParameter.BodyParamsError | ");
        assertThat(cloud.post("DescribeStreamIngest", body)).startsWith("InvalidParameter | ");
    }

    @Test
    void jsonHasADepthAndIsUtf8() {
        var deep = "{\"TaskId\":" + "[".repeat(15) + "]".repeat(15) + "}";
        assertThat(cloud.post("StopStreamIngest", deep)).startsWith("MissingParameter");
        assertThat(cloud.post("StopStreamIngest", deep.replace("[]", "[[]]")))
                .startsWith("InvalidParameter.BodyParamsError");
        var latin = "{\"TaskId\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(cloud.answer(SIGNER.post("StopStreamIngest", latin, cloud.now())))
                .startsWith("InvalidParameter.BodyParamsError | parameters: found bytes that are no UTF-8");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"SdkAppId=1400000001&TaskId=t | {Status=NotExist} |",
            "SdkAppId=1400000001&TaskId=t&Region=x&Nonce=1&Language=zh-CN | {Status=NotExist} |",
            "SdkAppId=x&TaskId=t | InvalidParameter | SdkAppId: found another text, expected a whole number",
            "SdkAppId=99999999999999999999&TaskId=t | InvalidParameterValue |",
            "SdkAppId=1400000001 | MissingParameter.TaskId |",
            "SdkAppId=1400000001&TaskId= | MissingParameter.TaskId |",
            "SdkAppId=1400000001&TaskId.0=t | InvalidParameter | TaskId: found a JSON array",
            "SdkAppId=1400000001&TaskId=t&TaskId=t | InvalidParameter | a parameter twice",
            "SdkAppId=1400000001&TaskId=%ff | InvalidParameter | no UTF-8",
            "SdkAppId=1400000001&TaskId=%4 | InvalidParameter | percent sign",
            "SdkAppId=1400000001&TaskId=t&TaskId.A=t | InvalidParameter | a value and has parts",
            "SdkAppId=1400000001&TaskId=t&A.0=1&A.2=1 | InvalidParameter | a list with gaps",
            "SdkAppId=1400000001&TaskId=t&a%C3%A4=1 | UnknownParameter | 'a?'"})
    void aQuery(String query, String code, String message) {
        cloud.clock.advance(Duration.ofSeconds(1));
        assertThat(cloud.answer(SIGNER.get("DescribeStreamIngest", query, cloud.now()))).startsWith(code)
                .contains(message == null ? "" : message);
    }

    @Test
    void textsOfAFormStandForTheirTypes() {
        var query = "SdkAppId=1400000002&RoomId=7&RoomIdType=1&UserId=u&UserSig=" + cloud.userSig(LENIENT, "u")
                + "&SourceUrl.0=http%3A%2F%2Fh%2F%E4%B8%AD+x&AutoPush=True&EnableProgress=False&Tempo=1.0&Volume=50"
                + "&VideoEncodeParams.Width=640";
        assertThat(cloud.answer(SIGNER.get("StartStreamIngest", query, cloud.now()))).isEqualTo("{TaskId=task.1}");
        var settings = cloud.tasks.last().settings();
        assertThat(settings.streamUrl()).isEqualTo("http://h/\u4e2d x");
        assertThat(settings.notApplied()).containsExactly("AutoPush", "VideoEncodeParams.Width");
        assertThat(cloud.answer(SIGNER.get("StartStreamIngest", query.replace("=True", "=yes"), cloud.now())))
                .startsWith("InvalidParameter | AutoPush: found another text, expected true or false");
        assertThat(cloud.answer(SIGNER.get("StartStreamIngest", query.replace("=1.0", "=NaN"), cloud.now())))
                .startsWith("InvalidParameterValue | Tempo");
    }

    @ParameterizedTest
    @EnumSource(TaskException.Kind.class)
    void whatATaskRefusesHasItsCode(TaskException.Kind kind) {
        cloud.tasks.failure = new TaskException(kind, "because");
        var stop = cloud.post("StopStreamIngest", "{\"SdkAppId\":1400000001,\"TaskId\":\"t\"}");
        var update = cloud.post("UpdateStreamIngest", "{\"SdkAppId\":1400000001,\"TaskId\":\"t\"}");
        var expected = switch (kind) {
            case EXISTS -> "FailedOperation.TaskExist";
            case FINISHED -> "FailedOperation.TaskFinished";
            case UNKNOWN -> "InvalidParameter.TaskId";
            case TOO_MANY -> "FailedOperation.RestrictedConcurrency";
            case STREAM_URL -> "InvalidParameter.StreamUrl";
            case DRAINING -> "ResourceInsufficient.RequestRejection";
            case STORE -> "InternalError.DBError";
        };
        assertThat(stop).isEqualTo(expected + " | because");
        boolean gone = kind == TaskException.Kind.FINISHED || kind == TaskException.Kind.UNKNOWN;
        assertThat(update).isEqualTo((gone ? "FailedOperation.TaskNotExist" : expected) + " | because");
        if (!gone) {
            assertThat(start(APP)).isEqualTo(expected + " | because");
        }
    }

    @Test
    void aFailureOfTheRelayIsAnInternalError() {
        cloud.tasks.failure = new StoreException("password=hidden", new IllegalStateException());
        assertThat(start(APP)).isEqualTo("InternalError.DBError | the database does not answer");
        cloud.tasks.failure = new IllegalStateException("hidden");
        assertThat(start(APP)).isEqualTo("InternalError | the relay's log says more");
    }

    private static Call without(Call call, String header) {
        var headers = new HashMap<>(call.headers());
        headers.remove(header);
        return new Call(call.method(), call.path(), call.query(), headers, call.body(), call.secure());
    }

    @Test
    void theHeadersOfACallHaveTheirCodes() {
        var good = SIGNER.post("DescribeStreamIngest", "{\"SdkAppId\":1400000001,\"TaskId\":\"t\"}", cloud.now());
        assertThat(cloud.answer(good)).isEqualTo("{Status=NotExist}");
        assertThat(cloud.answer(without(good, "x-tc-action"))).startsWith("MissingParameter | Action");
        assertThat(cloud.answer(without(good, "x-tc-version"))).startsWith("MissingParameter | Version");
        assertThat(cloud.answer(Signer.with(good, "x-tc-action", "Nothing"))).startsWith("InvalidAction | Action");
        assertThat(cloud.answer(Signer.with(good, "x-tc-version", "2020-01-01"))).startsWith("NoSuchVersion | Version");
        assertThat(cloud.answer(Signer.with(without(good, "x-tc-version"), "x-tc-action", "Nothing")))
                .startsWith("InvalidAction");
        assertThat(cloud.answer(without(good, "authorization"))).startsWith("AuthFailure.InvalidAuthorization");
        assertThat(cloud.answer(without(good, "x-tc-timestamp"))).startsWith("AuthFailure.InvalidAuthorization");
        assertThat(cloud.answer(Signer.with(good, "x-tc-timestamp", "today")))
                .startsWith("AuthFailure.InvalidAuthorization");
        assertThat(cloud.answer(Signer.with(good, "authorization", "Bearer x")))
                .startsWith("AuthFailure.InvalidAuthorization");
        assertThat(cloud.answer(Signer.with(good, "x-tc-token", "t"))).startsWith("AuthFailure.TokenFailure");
        assertThat(cloud.answer(without(good, "host"))).startsWith("AuthFailure.SignatureFailure");
        assertThat(cloud.answer(new Signer("AKIDother", "k").post("StopStreamIngest", "{}", cloud.now())))
                .startsWith("AuthFailure.SecretIdNotFound").contains("AKIDother");
    }

    @Test
    void theOldSignatureHasItsParametersCodes() {
        var host = "127.0.0.1:18080";
        var good = Map.of("Action", "DescribeStreamIngest", "Version", Signer.VERSION, "Timestamp",
                Long.toString(cloud.now()), "Nonce", "1", "SdkAppId", "1400000001", "TaskId", "t");
        for (var method : new String[]{"GET", "POST"}) {
            assertThat(cloud.answer(SIGNER.v1(method, host, good))).isEqualTo("{Status=NotExist}");
            var stale = new HashMap<>(good);
            stale.put("Timestamp", Long.toString(cloud.now() - 301));
            assertThat(cloud.answer(SIGNER.v1(method, host, stale))).startsWith("AuthFailure.SignatureExpire");
            var temporary = new HashMap<>(good);
            temporary.put("Token", "t");
            assertThat(cloud.answer(SIGNER.v1(method, host, temporary))).startsWith("AuthFailure.TokenFailure");
            var timeless = new HashMap<>(good);
            timeless.remove("Timestamp");
            assertThat(cloud.answer(SIGNER.v1(method, host, timeless))).startsWith("AuthFailure.InvalidAuthorization");
            assertThat(cloud.answer(new Signer("other", "k").v1(method, host, good)))
                    .startsWith("AuthFailure.SecretIdNotFound");
        }
        assertThat(cloud.answer(new Call("GET", "/", "a=%&Signature=x", Map.of("host", host), new byte[0], false)))
                .startsWith("AuthFailure.InvalidAuthorization");
        assertThat(cloud.answer(new Call("GET", "/", "Signature=x", Map.of("host", host), new byte[0], false)))
                .startsWith("AuthFailure.InvalidAuthorization | SecretId");
    }

    @Test
    void anUnsignedPayloadIsGoodEnoughOverTlsOnly() {
        var plain = Signer.with(SIGNER.post("DescribeStreamIngest", "{\"SdkAppId\":1400000001,\"TaskId\":\"t\"}",
                cloud.now()), "x-tc-content-sha256", "UNSIGNED-PAYLOAD");
        var signed = SIGNER.tc3(plain, "trtc", "127.0.0.1:18080", "content-type;host");
        assertThat(cloud.answer(signed)).startsWith("AuthFailure.SignatureFailure");
        assertThat(cloud.answer(new Call("POST", "/", "", signed.headers(), signed.body(), true)))
                .isEqualTo("{Status=NotExist}");
    }

    @Test
    void aClientMaySignMoreHeadersInLowerCaseAndThePathItSends() {
        var call = SIGNER.post("DescribeStreamIngest", "{\"SdkAppId\":1400000001,\"TaskId\":\"t\"}", cloud.now());
        var lower = SIGNER.tc3(Signer.with(call, "x-tc-action", "describestreamingest"), "trtc", "127.0.0.1:18080",
                "content-type;host;x-tc-action");
        assertThat(cloud.answer(Signer.with(lower, "x-tc-action", "DescribeStreamIngest"))).isEqualTo(
                "{Status=NotExist}");
        assertThat(cloud.answer(Signer.with(lower, "x-tc-action", "StopStreamIngest")))
                .startsWith("AuthFailure.SignatureFailure");
        var elsewhere = new Call("POST", "/trtc/", "", call.headers(), call.body(), false);
        assertThat(cloud.answer(SIGNER.tc3(elsewhere, "127", "127.0.0.1", "content-type;host")))
                .isEqualTo("{Status=NotExist}");
        assertThat(cloud.answer(SIGNER.tc3(call, "trtc", "127.0.0.1:18080", "host")))
                .startsWith("AuthFailure.InvalidAuthorization");
    }
}
