package dev.sluice.server;

import dev.sluice.webhook.BodySignature;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice sign}: the Sign header of a webhook body, for who writes or checks a receiver. */
@Command(name = "sign", mixinStandardHelpOptions = true, description = "Prints the Sign header of the callback body on standard input.")
final class SignCommand implements Callable<Integer> {
    private static final int MAX_BODY = 10 * 1024 * 1024;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--key-file", required = true, paramLabel = "FILE", description = "Holds the callback key.")
    private @Nullable Path keyFile;

    private final Secrets secrets;

    SignCommand() {
        this(Secrets.system());
    }

    SignCommand(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public Integer call() throws Exception {
        var key = key();
        byte[] body = secrets.in().readNBytes(MAX_BODY);
        Commands.out(spec).println(BodySignature.sign(key, body));
        return 0;
    }

    private String key() throws UsageException {
        var file = Commands.given(keyFile);
        if (file.equals(Secrets.STDIN)) {
            throw UsageException.found("--key-file", "standard input", "a file, because the body comes from there");
        }
        return secrets.fromFile("--key-file", file);
    }
}
