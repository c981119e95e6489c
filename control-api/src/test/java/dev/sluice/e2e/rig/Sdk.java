package dev.sluice.e2e.rig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The cloud's own SDKs, each in a process of its own. Keys reach it by its standard input. */
public enum Sdk {
    /** From npm, with typed actions. */
    NODE {
        @Override
        ProcessBuilder program() {
            return new ProcessBuilder("node", "sdk.js").directory(NodePackages.folder().toFile());
        }
    },
    /** From Maven, with the actions by name. */
    JAVA {
        @Override
        ProcessBuilder program() {
            return new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1", "-cp",
                    System.getProperty("java.class.path"), JavaSdk.class.getName());
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START = Duration.ofSeconds(20);
    private static final Duration ANSWER = Duration.ofSeconds(15);

    abstract ProcessBuilder program();

    /** @param endpoint host and port, as {@link RelayProcess#endpoint} */
    public Running start(String endpoint) {
        return new Running(endpoint, ChildProcess.start(name(), program()));
    }

    /** Its clock is that long behind. */
    public Running startInThePast(String endpoint, Duration behind) {
        var program = program();
        var command = new ArrayList<>(List.of("faketime", "-f", "-" + behind.toSeconds() + "s"));
        command.addAll(program.command());
        return new Running(endpoint, ChildProcess.start(name(), program.command(command)));
    }

    /** A started one. Used by one thread. */
    public static final class Running implements AutoCloseable {
        private final String endpoint;
        private final ChildProcess process;
        private int answers;

        private Running(String endpoint, ChildProcess process) {
            this.endpoint = endpoint;
            this.process = process;
            process.await("^ready$", START);
            answers = 1;
        }

        /** With the key that may do everything. */
        public CloudAnswer call(String action, Map<String, ?> parameters) {
            return call(CloudKey.FULL, action, parameters);
        }

        public CloudAnswer call(CloudKey key, String action, Map<String, ?> parameters) {
            ask(key, action, parameters);
            return next();
        }

        /** One behind the other as fast as the SDK can. */
        public List<CloudAnswer> callOften(int times, String action, Map<String, ?> parameters) {
            for (int i = 0; i < times; i++) {
                ask(CloudKey.FULL, action, parameters);
            }
            return Stream.generate(this::next).limit(times).toList();
        }

        private void ask(CloudKey key, String action, Map<String, ?> parameters) {
            process.tell(json(Map.of("endpoint", endpoint, "secretId", key.secretId(), "secretKey", key.secretKey(),
                    "action", action, "parameters", parameters)));
        }

        private CloudAnswer next() {
            int index = answers++;
            var line = Await.present("an answer of the SDK", ANSWER, () -> {
                var printed = process.lines().stream().filter(printedLine -> !printedLine.error()).toList();
                return index < printed.size() ? Optional.of(printed.get(index).text()) : Optional.empty();
            });
            return CloudAnswer.of(tree(line));
        }

        private static String json(Object value) {
            try {
                return JSON.writeValueAsString(value);
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        }

        private JsonNode tree(String line) {
            try {
                return JSON.readTree(line);
            } catch (JsonProcessingException _) {
                throw process.fail("answered no JSON");
            }
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
