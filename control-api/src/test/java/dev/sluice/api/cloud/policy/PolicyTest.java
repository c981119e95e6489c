package dev.sluice.api.cloud.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.api.cloud.action.Actions;
import dev.sluice.config.Config;
import dev.sluice.config.ConfigException;
import dev.sluice.config.Secret;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PolicyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** As the documentation has it: everything on two applications, but no RemoveUser on one of them. */
    private static final String EXAMPLE = """
            {"version": "2.0", "statement": [
              {"effect": "allow", "action": ["name/trtc:*"], "resource": [
                "qcs::trtc::uin/12345678:sdkappid/1400000000", "qcs::trtc::uin/12345678:sdkappid/1400000001"]},
              {"effect": "deny", "action": ["name/trtc:RemoveUser"],
               "resource": ["qcs::trtc::uin/12345678:sdkappid/1400000001"]}]}""";

    private static Config.ApiKey configured(String policy) throws JsonProcessingException {
        return new Config.ApiKey("AKIDx", Secret.of("hidden"), Optional.of("12345678"),
                Optional.of(JSON.readTree(policy)));
    }

    private static ApiKey key(String policy) throws JsonProcessingException {
        return ApiKeys.of(List.of(configured(policy))).values().iterator().next();
    }

    @Test
    void theExampleMeansWhatItSays() throws Exception {
        var key = key(EXAMPLE);
        for (var action : Actions.NAMES) {
            assertThat(key.allows(action, OptionalLong.of(1_400_000_000L))).isTrue();
            assertThat(key.allows(action, OptionalLong.of(1_400_000_001L))).as(action)
                    .isEqualTo(!action.equals("RemoveUser"));
            assertThat(key.allows(action, OptionalLong.of(1_400_000_002L))).isFalse();
            assertThat(key.allows(action, OptionalLong.empty())).isTrue();
        }
    }

    @Test
    void checkingPrintsWhoMayDoWhat() throws Exception {
        var table = ApiKeys.table(ApiKeys.of(List.of(configured(EXAMPLE))),
                List.of(1_400_000_000L, 1_400_000_001L, 1_400_000_002L), Actions.NAMES);
        assertThat(table).containsExactly("api key AKIDx, application 1400000000: everything",
                "api key AKIDx, application 1400000001: StartStreamIngest, StopStreamIngest, DescribeStreamIngest,"
                        + " UpdateStreamIngest, RemoveUserByStrRoomId, DismissRoom, DismissRoomByStrRoomId",
                "api key AKIDx, application 1400000002: nothing");
    }

    @Test
    void presetsAndNothingAtAllHaveTheirMeaning() throws Exception {
        assertThat(key("\"QcloudTRTCFullAccess\"").allows("DismissRoom", OptionalLong.of(1))).isTrue();
        var reader = key("\"QcloudTRTCReadonlyAccess\"");
        assertThat(reader.allows("DescribeStreamIngest", OptionalLong.of(1))).isTrue();
        assertThat(reader.allows("StartStreamIngest", OptionalLong.of(1))).isFalse();
        assertThat(reader.allows("StartStreamIngest", OptionalLong.empty())).isFalse();
        var unlimited = ApiKeys.of(List.of(new Config.ApiKey("k", Secret.of("s"), Optional.empty(), Optional.empty())));
        assertThat(unlimited.values()).allMatch(key -> key.allows("DismissRoom", OptionalLong.of(1)));
    }

    private static String policy(String effect, String action, String resource) {
        return "{\"version\":\"2.0\",\"statement\":[{\"effect\":\"" + effect + "\",\"action\":" + action
                + ",\"resource\":" + resource + "}]}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"`\"*\"` | `\"*\"` | true",
            "`\"name/trtc:RemoveUser\"` | `\"*\"` | true", "`\"name/trtc:removeuser\"` | `\"*\"` | false",
            "`\"name/trtc:Remove*\"` | `\"*\"` | true", "`\"name/trtc:RemoveUser*\"` | `\"*\"` | true",
            "`\"name/trtc:*User\"` | `\"*\"` | true", "`\"name/trtc:*User?\"` | `\"*\"` | false",
            "`\"name/*\"` | `\"*\"` | true", "`\"*:RemoveUser\"` | `\"*\"` | true",
            "`\"name/trtc:R*m*v*U*r\"` | `\"*\"` | true", "`\"name/trtc:R*x*r\"` | `\"*\"` | false",
            "`[\"name/trtc:DismissRoom\",\"name/trtc:RemoveUser\"]` | `\"*\"` | true",
            "`\"*\"` | `\"qcs::trtc::uin/12345678:sdkappid/*\"` | true",
            "`\"*\"` | `\"qcs::trtc::uin/*:sdkappid/1400000001\"` | true",
            "`\"*\"` | `\"qcs::trtc::uin/12345678:sdkappid/140000000\"` | false",
            "`\"*\"` | `\"qcs::trtc::uin/12345678:sdkappid/14*01\"` | true",
            "`\"*\"` | `\"qcs::trtc::uin/87654321:sdkappid/*\"` | false"})
    void aStarIsAnyRunOfCharacters(String action, String resource, boolean allowed) throws Exception {
        var app = OptionalLong.of(1_400_000_001L);
        assertThat(key(policy("allow", action, resource)).allows("RemoveUser", app)).isEqualTo(allowed);
        assertThat(key(policy("deny", action, resource)).allows("RemoveUser", app)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "`\"Admin\"` | policy: found another name, expected one of QcloudTRTCFullAccess, QcloudTRTCReadonlyAccess",
            "7 | policy: found another value, expected keys and values", "[] | policy: found a list",
            "{} | policy.version: found something else, expected \"2.0\", in quotes",
            "`{\"version\":2.0,\"statement\":[]}` | policy.version", "`{\"version\":\"1.0\"}` | policy.version",
            "`{\"version\":\"2.0\"}` | policy.statement: found nothing, expected a list of statements",
            "`{\"version\":\"2.0\",\"statement\":{}}` | policy.statement: found keys and values",
            "`{\"version\":\"2.0\",\"statement\":[],\"principal\":{}}` | policy.principal: unknown key",
            "`{\"version\":\"2.0\",\"statement\":[7]}` | policy.statement[0]: found another value",
            "`{\"version\":\"2.0\",\"statement\":[{\"effect\":\"allow\",\"action\":\"*\",\"resource\":\"*\","
                    + "\"condition\":{}}]}` | policy.statement[0].condition: unknown key, expected one of action, effect,",
            "`{\"version\":\"2.0\",\"statement\":[{\"effect\":\"allow\",\"action\":\"*\",\"resource\":\"*\","
                    + "\"principal\":{}}]}` | policy.statement[0].principal: unknown key",
            "`{\"version\":\"2.0\",\"statement\":[{\"effect\":\"Allow\"}]}` | policy.statement[0].effect: found",
            "`{\"version\":\"2.0\",\"statement\":[{\"effect\":\"allow\"}]}` | policy.statement[0].action: found nothing",
            "`{\"version\":\"2.0\",\"statement\":[{\"effect\":\"allow\",\"action\":\"*\"}]}` | resource: found nothing"})
    void whatIsNotUnderstoodStopsTheStart(String policy, String message) {
        assertThatThrownBy(() -> key(policy)).isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("apiKeys[0].policy").hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"[] | `\"*\"` | action: found an empty list",
            "`[\"*\",7]` | `\"*\"` | action: found another value",
            "`\"\"` | `\"*\"` | action: found a pattern that matches",
            "`\"trtc:*\"` | `\"*\"` | action: found a pattern that matches nothing, expected * or name/trtc:ACTION",
            "`\"name/cos:*\"` | `\"*\"` | action: found a pattern that matches nothing",
            "`\"*\"` | `\"qcs::trtc:gz:uin/1:sdkappid/1\"` | resource: found a pattern that matches nothing",
            "`\"*\"` | `\"1400000001\"` | resource: found a pattern that matches nothing"})
    void aPatternThatCannotMatchIsNoProtection(String action, String resource, String message) {
        assertThatThrownBy(() -> key(policy("deny", action, resource))).isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aPolicyThatNamesAnAccountNeedsAKeyThatDoes() throws Exception {
        var example = JSON.readTree(EXAMPLE);
        var without = new Config.ApiKey("k", Secret.of("s"), Optional.empty(), Optional.of(example));
        assertThatThrownBy(() -> ApiKeys.of(List.of(without))).isInstanceOf(ConfigException.class)
                .hasMessageContaining("resource: found a uin, expected the key's uin, too");
    }
}
