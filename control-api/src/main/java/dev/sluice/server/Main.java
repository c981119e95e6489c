package dev.sluice.server;

import dev.sluice.config.ConfigException;
import dev.sluice.runtime.ProtocolException;
import java.io.PrintWriter;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where the process begins. */
@Command(name = "sluice", description = "Lets live media into rooms.", versionProvider = VersionCommand.class, mixinStandardHelpOptions = true, subcommands = {
        ServeCommand.class, CheckCommand.class, TokenCommand.class,
        SignCommand.class, VersionCommand.class, HelpCommand.class})
public final class Main {
    static final int FAILURE = 1;
    static final int USAGE = 2;

    /** @param args a verb and its options; options without a verb are those of {@code serve} */
    public static void main(String[] args) {
        System.exit(commandLine().execute(withVerb(args)));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setParameterExceptionHandler(Main::misused)
                .setExecutionExceptionHandler(Main::failed).setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    static String[] withVerb(String[] args) {
        boolean about = args.length > 0 && Stream.of("-h", "--help", "-V", "--version").anyMatch(args[0]::equals);
        boolean verb = args.length > 0 && !args[0].startsWith("-");
        if (verb || about) {
            return args;
        }
        return Stream.concat(Stream.of("serve"), Stream.of(args)).toArray(String[]::new);
    }

    private static int misused(ParameterException wrong, String[] args) {
        var command = wrong.getCommandLine();
        command.getErr().println("sluice: " + words(wrong) + " (see '" + name(command) + " --help')");
        return USAGE;
    }

    private static String words(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            var verbs = unmatched.getCommandLine().getSubcommands().keySet();
            return "found " + unmatched.getUnmatched().getFirst() + ", expected "
                    + (verbs.isEmpty() ? "an option that the command has" : "one of " + String.join(", ", verbs));
        }
        return oneLine(wrong);
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }

    private static int failed(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        err.println("sluice: " + oneLine(failure));
        return switch (failure) {
            case UsageException _,ConfigException _,ProtocolException _ -> USAGE;
            default -> FAILURE;
        };
    }

    private static String oneLine(Throwable failure) {
        var message = failure.getMessage();
        return message == null ? failure.toString() : message.lines().findFirst().orElse(failure.toString());
    }
}
