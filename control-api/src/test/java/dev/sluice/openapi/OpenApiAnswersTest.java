package dev.sluice.openapi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OpenApiAnswersTest {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "{\"type\":\"about:blank\",\"title\":\"T\",\"status\":404,\"detail\":\"d\","
            + "\"code\":\"SESSION_UNKNOWN\"}";

    @Test
    void whatTheDocumentSaysPasses() {
        assertThatCode(() -> {
            OpenApiAnswers.check("GET", "/api/v1/rooms", 200, JSON, "{\"rooms\":[]}");
            OpenApiAnswers.check("GET", "/api/v1/tasks/a.+-b", 404, "application/problem+json", PROBLEM);
            OpenApiAnswers.check("DELETE", "/api/v1/sessions/x", 204, "", "");
            OpenApiAnswers.check("GET", "/metrics", 200, "text/plain; version=0.0.4; charset=utf-8", "up 1");
            OpenApiAnswers.checkEvent("webhooks", "{\"pending\":0,\"dead\":0,\"latest\":\"\"}");
        }).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "GET | /api/v1/nothing | 404 | application/json | {} | not in the OpenAPI document",
            "PUT | /api/v1/rooms | 200 | application/json | {} | not in the OpenAPI document",
            "GET | /api/v1/rooms | 418 | application/json | {} | status 418",
            "GET | /api/v1/rooms | 200 | text/html | {} | text/html",
            "GET | /api/v1/rooms | 200 | application/json | {} | GET /api/v1/rooms 200",
            "GET | /api/v1/rooms | 200 | application/json | {\"rooms\":[],\"more\":1} | GET /api/v1/rooms 200",
            "GET | /api/v1/rooms | 200 | application/json | {\"rooms\":[{\"sdkAppId\":1}]} | GET /api/v1/rooms 200",
            "GET | /api/v1/rooms | 401 | application/problem+json | {\"code\":\"B_FRAMES\"} | GET /api/v1/rooms 401",
            "DELETE | /api/v1/tasks/x | 204 | text/plain | gone | found a body"})
    void anythingElseDoesNot(String method, String path, int status, String type, String body, String says) {
        assertThatThrownBy(() -> OpenApiAnswers.check(method, path, status, type, body))
                .isInstanceOf(AssertionError.class).hasMessageContaining(says);
    }

    @Test
    void anEventThatIsNotDescribedDoesNot() {
        assertThatThrownBy(() -> OpenApiAnswers.checkEvent("gossip", "{}")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> OpenApiAnswers.checkEvent("tasks", "{\"tasks\":[{}]}"))
                .isInstanceOf(AssertionError.class);
    }
}
