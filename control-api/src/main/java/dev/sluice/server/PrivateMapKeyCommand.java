package dev.sluice.server;

import dev.sluice.auth.PrivateMapKey;
import dev.sluice.auth.Privilege;
import dev.sluice.room.RoomId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice token privatemapkey}. */
@Command(name = "privatemapkey", mixinStandardHelpOptions = true, description = "Prints a PrivateMapKey: what one user may do in one room.")
final class PrivateMapKeyCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private SigningOptions signing = new SigningOptions();

    @Option(names = "--room", required = true, paramLabel = "R", description = "Room id.")
    private String room = "";

    @Option(names = "--integer-room", description = "The room id is a number, not a string of digits.")
    private boolean integer;

    @Option(names = "--privilege", split = ",", paramLabel = "P", description = "May be given more than once: ${COMPLETION-CANDIDATES}. Without it: all.")
    private Set<Privilege> privileges = EnumSet.allOf(Privilege.class);

    @Override
    public Integer call() throws UsageException {
        var key = signing.key();
        var id = integer ? RoomId.numeric(room) : RoomId.named(room);
        try {
            Commands.out(spec).println(PrivateMapKey.sign(key.sdkAppId(), signing.user(), id, privileges, key.secret(),
                    Instant.now(), signing.expire()));
            return 0;
        } catch (IllegalArgumentException tooLong) {
            throw UsageException.of("--expire: " + tooLong.getMessage());
        }
    }
}
