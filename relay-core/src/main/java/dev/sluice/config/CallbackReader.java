package dev.sluice.config;

import dev.sluice.event.EventGroup;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code apps[].callback}. No message shows a URL: it may hold a secret. */
final class CallbackReader {
    private static final int MAX_URL = 2083;
    private static final String EXPECTED_URL = "http:// or https:// and a host, at most " + MAX_URL + " characters";
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9]{1,32}");
    private static final List<EventGroup> ALL = List.of(EventGroup.values());

    private CallbackReader() {}

    /** Empty where the application wants no events. */
    static Optional<Callback> read(Section app) {
        var callback = app.section("callback");
        var url = url(callback, "url");
        var urls = urls(callback.section("urls"));
        var key = key(callback);
        var ca = callback.text("ca", "a file in PEM", name -> name.indexOf('\0') < 0).map(Path::of);
        var events = callback.texts("events", "room, media or ingest", word -> group(word).isPresent())
                .map(words -> words.stream().flatMap(word -> group(word).stream()).toList());
        callback.done();
        if (url.isEmpty() && urls.equals(Callback.Urls.NONE)) {
            if (key.isPresent() || ca.isPresent() || events.isPresent()) {
                throw ConfigException.found(callback.path("url"), "nothing", EXPECTED_URL);
            }
            return Optional.empty();
        }
        return Optional.of(new Callback(url, urls, key, ca, events.orElse(ALL)));
    }

    private static Callback.Urls urls(Section urls) {
        var read = new Callback.Urls(url(urls, "room"), url(urls, "media"), url(urls, "ingest"));
        urls.done();
        return read;
    }

    private static Optional<EventGroup> group(String word) {
        return ALL.stream().filter(group -> ConfigReader.word(group).equals(word)).findFirst();
    }

    private static Optional<Secret> key(Section callback) {
        var key = callback.secret("key");
        if (key.isPresent() && !KEY.matcher(key.get().reveal()).matches()) {
            throw ConfigException.found(callback.path("key"), "something else", "1 to 32 letters and digits");
        }
        return key;
    }

    private static Optional<URI> url(Section section, String key) {
        return section.hiddenText(key).map(text -> parse(section.path(key), text));
    }

    private static URI parse(String path, String text) {
        if (text.length() > MAX_URL) {
            throw ConfigException.found(path, text.length() + " characters", EXPECTED_URL);
        }
        try {
            var url = new URI(text);
            boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (url.getRawAuthority() != null && url.getRawAuthority().contains("@")) {
                throw ConfigException.found(path, "a URL with user information", "one without");
            }
            if (web && url.getHost() != null && url.getPort() <= 65_535) {
                return url;
            }
        } catch (URISyntaxException _) {
            // the same as another scheme
        }
        throw ConfigException.found(path, "something else", EXPECTED_URL);
    }
}
