package dev.sluice.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads where the database is. A password that stands in the URL is taken out of it, so that the URL can be shown; one that
 * stands where it can't be told from the rest is refused without being shown.
 */
final class StorageReader {
    private static final String EXPECTED = "jdbc:sqlite: and a file, or jdbc:postgresql: and a place";
    /** A file alone: in memory nothing would last, and parameters could take back what the store promises. */
    private static final Pattern SQLITE = Pattern.compile("jdbc:sqlite:(?!file:)[^:?\\s][^?\\p{Cntrl}]*");
    private static final Pattern POSTGRESQL = Pattern.compile("jdbc:postgresql:[^@?\\s]+(\\?\\S*)?");
    private static final String PASSWORD = "password=";

    private final Section storage;

    private StorageReader(Section storage) {
        this.storage = storage;
    }

    static Config.Storage read(Section storage, Path data) {
        var url = storage.hiddenText("url").orElse("jdbc:sqlite:" + data.resolve("sluice.db"));
        var user = storage.text("user");
        var password = storage.secret("password");
        storage.done();
        return new StorageReader(storage).storage(url, user, password);
    }

    private Config.Storage storage(String url, Optional<String> user, Optional<Secret> password) {
        if (SQLITE.matcher(url).matches()) {
            if (user.isPresent() || password.isPresent()) {
                throw ConfigException.found(storage.path(user.isPresent() ? "user" : "password"), "one for SQLite",
                        "none, because it knows no users");
            }
            return new Config.Storage(url, user, password);
        }
        if (!POSTGRESQL.matcher(url).matches()) {
            throw ConfigException.found(storage.path("url"), "'" + shown(url) + "'", EXPECTED);
        }
        return postgresql(url, user, password);
    }

    private Config.Storage postgresql(String url, Optional<String> user, Optional<Secret> password) {
        int query = url.indexOf('?');
        var parameters = query < 0 ? List.<String>of() : List.of(url.substring(query + 1).split("&"));
        var inUrl = parameters.stream().filter(StorageReader::isPassword).findFirst()
                .map(parameter -> parameter.substring(PASSWORD.length()))
                .map(this::decoded);
        if (inUrl.isPresent() && password.isPresent()) {
            throw ConfigException.found(storage.path("password"), "itself and one in url", "one of them");
        }
        var others = parameters.stream().filter(parameter -> !isPassword(parameter)).toList();
        if (others.stream().anyMatch(other -> other.toLowerCase(Locale.ROOT).contains("password"))) {
            throw ConfigException.found(storage.path("url"), "one with a second password",
                    "a password in storage.password or in password= alone");
        }
        var shown = query < 0 ? url : url.substring(0, query);
        return new Config.Storage(others.isEmpty() ? shown : shown + "?" + String.join("&", others), user,
                inUrl.or(() -> password));
    }

    private Secret decoded(String escaped) {
        try {
            return Secret.of(URLDecoder.decode(escaped, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            throw ConfigException.found(storage.path("url"), "a password that is not percent-encoded",
                    "%25 for a percent sign");
        }
    }

    private static boolean isPassword(String parameter) {
        return parameter.startsWith(PASSWORD);
    }

    /** Without what follows the question mark or stands before an at sign: there are passwords. */
    private static String shown(String url) {
        return url.replaceAll("\\p{Cntrl}", "?").replaceFirst("\\?.*", "?...").replaceFirst("//.*@", "//...@");
    }
}
