package dev.sluice.server;

import dev.sluice.auth.UserSig;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice token usersig}. */
@Command(name = "usersig", mixinStandardHelpOptions = true, description = "Prints a UserSig: lets one user into the rooms of one application.")
final class UserSigCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private SigningOptions signing = new SigningOptions();

    @Override
    public Integer call() throws UsageException {
        var key = signing.key();
        Commands.out(spec).println(
                UserSig.sign(key.sdkAppId(), signing.user(), key.secret(), Instant.now(), signing.expire()));
        return 0;
    }
}
