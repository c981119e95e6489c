package dev.sluice.e2e.rig;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What an SDK made of the relay's answer.
 *
 * @param code of its exception; empty where there was none
 * @param response its members, where there was no exception
 */
public record CloudAnswer(String code, String message, String requestId, JsonNode response) {
    static CloudAnswer of(JsonNode printed) {
        var response = printed.path("response");
        return response.isMissingNode()
                ? new CloudAnswer(printed.path("code").asText(), printed.path("message").asText(),
                        printed.path("requestId").asText(), response)
                : new CloudAnswer("", "", response.path("RequestId").asText(), response);
    }

    /** Fails where the relay refused. */
    public String text(String member) {
        if (!response.hasNonNull(member)) {
            throw new AssertionError("no " + member + " in " + this);
        }
        return response.path(member).asText();
    }
}
