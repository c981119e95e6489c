package dev.sluice.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the keys of the cloud API. */
final class ApiKeysReader {
    private static final Pattern SECRET_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final Pattern UIN = Pattern.compile("[0-9]{1,20}");
    private static final String EXPECTED_ID = "1 to 128 of letters, digits, _ and -";

    private ApiKeysReader() {}

    static List<Config.ApiKey> read(Section root) {
        var ids = new HashSet<String>();
        var keys = new ArrayList<Config.ApiKey>();
        for (var section : root.sections("apiKeys").orElse(List.of())) {
            var key = key(section);
            if (!ids.add(key.secretId())) {
                throw ConfigException.found(section.path("secretId"), key.secretId() + " again", "another one");
            }
            keys.add(key);
        }
        return keys;
    }

    private static Config.ApiKey key(Section section) {
        var read = new Config.ApiKey(
                section.text("secretId", EXPECTED_ID, SECRET_ID.asMatchPredicate())
                        .orElseThrow(() -> ConfigReader.missing(section, "secretId", EXPECTED_ID)),
                section.secret("secretKey")
                        .orElseThrow(() -> ConfigReader.missing(section, "secretKey", "the key that signs")),
                section.text("uin", "digits", UIN.asMatchPredicate()), section.tree("policy"));
        section.done();
        return read;
    }
}
