package dev.sluice.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.concurrent.Callable;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
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
        Commands.out(spec).println(sign(key, body));
        return 0;
    }

    private String key() throws UsageException {
        var file = Commands.given(keyFile);
        if (file.equals(Secrets.STDIN)) {
            throw UsageException.found("--key-file", "standard input", "a file, because the body comes from there");
        }
        return secrets.fromFile("--key-file", file);
    }

    /** {@code base64(HMAC-SHA256(key, body))}. */
    static String sign(String key, byte[] body) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(body));
    }
}
