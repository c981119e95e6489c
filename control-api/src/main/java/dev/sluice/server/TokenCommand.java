package dev.sluice.server;

import dev.sluice.config.Config;
import dev.sluice.config.GeneratedSecrets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice token}: makes the tokens that users and operators show. */
@Command(name = "token", description = "Makes tokens.", mixinStandardHelpOptions = true, subcommands = {
        UserSigCommand.class, PrivateMapKeyCommand.class, TokenCommand.Admin.class})
final class TokenCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(Commands.given(spec).commandLine(),
                "token: found nothing, expected usersig, privatemapkey or admin");
    }

    /** {@code sluice token admin}. */
    @Command(name = "admin", mixinStandardHelpOptions = true, description = "Prints the console's admin token: the configured one, else the one in the data folder.")
    static final class Admin implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @Mixin
        private ConfigOption configuration = new ConfigOption();

        @Override
        public Integer call() {
            Config config = GeneratedSecrets.fill(configuration.load()).config();
            Commands.out(spec).println(config.console().adminToken().orElseThrow().reveal());
            return 0;
        }
    }
}
