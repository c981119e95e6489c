package dev.sluice.e2e.page;

import com.fasterxml.jackson.databind.JsonNode;

/** The relay's answer to a POST as the page saw it; the body is SDP or a problem. */
public record Answer(int status, String body, String location, String retryAfter) {
    static Answer of(JsonNode node) {
        return new Answer(node.path("status").asInt(), node.path("body").asText(), node.path("location").asText(""),
                node.path("retryAfter").asText(""));
    }

    /** The stable code of a refusal. */
    public String code() {
        return MediaPage.parse(body).path("code").asText();
    }

    void requireCreated(String url) {
        if (status != 201) {
            throw new AssertionError("POST " + url.replaceAll("\\?.*", "") + " answered " + this);
        }
    }
}
