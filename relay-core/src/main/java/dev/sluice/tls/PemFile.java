package dev.sluice.tls;

import dev.sluice.config.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The blocks of a file in PEM, RFC 7468; text around them is skipped.
 *
 * @param key of the configuration, by which errors call the file
 */
record PemFile(String key, Path path, List<Block> blocks) {
    /** A long chain has some 20 KB. */
    private static final int MAX_BYTES = 256 * 1024;
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=:,\\-\\s]*?)-----END \\1-----");

    /** Between two lines of hyphens: the word of the first, and what stands below it. */
    record Block(String label, String text) {
        /** RFC 1421 4.6.1.1, as OpenSSL still writes it. */
        boolean encrypted() {
            return label.startsWith("ENCRYPTED ") || text.contains("Proc-Type:");
        }

        /** @throws IllegalArgumentException when it is no Base64 */
        byte[] der() {
            return Base64.getMimeDecoder().decode(text);
        }
    }

    /** @throws ConfigException when it cannot be read */
    static PemFile read(String key, Path path, String expected) {
        try (var in = Files.newInputStream(path)) {
            var bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw ConfigException.found(key, "'" + path + "' of more than " + MAX_BYTES + " bytes", expected);
            }
            var text = new String(bytes, StandardCharsets.ISO_8859_1);
            return new PemFile(key, path, BLOCK.matcher(text).results().map(PemFile::block).toList());
        } catch (NoSuchFileException _) {
            throw ConfigException.found(key, "no file '" + path + "'", expected);
        } catch (AccessDeniedException _) {
            throw ConfigException.found(key, "'" + path + "', which may not be read", expected);
        } catch (IOException unreadable) {
            throw ConfigException.found(key, "'" + path + "', which cannot be read (" + unreadable.getMessage() + ")",
                    expected);
        }
    }

    private static Block block(MatchResult match) {
        return new Block(match.group(1), match.group(2));
    }

    ConfigException refused(String found, String expected) {
        return ConfigException.found(key, found + " in '" + path + "'", expected);
    }
}
