package dev.sluice.config;

import dev.sluice.event.EventGroup;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CallbackTest {
    private static Optional<Callback> read(String callback) {
        return Config.load(Optional.empty(), Map.of("SLUICE_APPS",
                "[{\"sdkAppId\":1,\"secretKey\":\"k\",\"callback\":" + callback + "}]")).apps().getFirst().callback();
    }

    @Test
    void aGroupsOwnAddressWins() {
        var callback = read("{\"url\":\"https://h/all\",\"urls\":{\"media\":\"http://h:9000/m?x=1\"}}").orElseThrow();
        assertThat(callback.url(EventGroup.ROOM)).contains(URI.create("https://h/all"));
        assertThat(callback.url(EventGroup.MEDIA)).contains(URI.create("http://h:9000/m?x=1"));
        assertThat(callback.url(EventGroup.INGEST)).contains(URI.create("https://h/all"));
        assertThat(callback.key()).isEmpty();
    }

    @Test
    void aGroupThatIsNotNamedGoesNowhere() {
        var callback = read("{\"url\":\"https://h/all\",\"events\":[\"ingest\"],\"key\":\"abc\"}").orElseThrow();
        assertThat(callback.events()).isEqualTo(List.of(EventGroup.INGEST));
        assertThat(callback.url(EventGroup.ROOM)).isEmpty();
        assertThat(callback.url(EventGroup.INGEST)).isPresent();
        assertThat(callback.key()).contains(Secret.of("abc"));
    }

    @Test
    void withoutAnAddressThereIsNone() {
        assertThat(read("{}")).isEmpty();
        assertThat(read("null")).isEmpty();
        var one = read("{\"urls\":{\"room\":\"http://h/r\"}}").orElseThrow();
        assertThat(one.url(EventGroup.MEDIA)).isEmpty();
        assertThat(one.url(EventGroup.ROOM)).isPresent();
    }

    @Test
    void anAddressHas2083CharactersAtMostAndIsNeverShown() {
        var longest = "http://h/" + "a".repeat(2083 - "http://h/".length());
        assertThat(read("{\"url\":\"" + longest + "\"}")).isPresent();
        assertThatThrownBy(() -> read("{\"url\":\"" + longest + "a\"}")).isInstanceOf(ConfigException.class)
                .hasMessageContaining("APPS[0].callback.url: found 2084 characters").hasMessageNotContaining("aaaa");
        assertThatThrownBy(() -> read("{\"url\":\"http://user:hush@h/\"}")).isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("hush");
    }
}
