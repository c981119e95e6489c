package dev.sluice.webrtc.ice;

import dev.sluice.media.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@NullUnmarked
class IceAgentTest {
    private static final IceCredentials REMOTE = new IceCredentials("c1df18cf", "b25f6893756b0d1779eebe382a7db585");
    private static final StunAttribute NOMINATE = new StunAttribute.UseCandidate();
    private static final Channel SOCKET = new EmbeddedChannel();

    private final IceCredentials local = IceCredentials.random();
    private static final Path TCP = new Path.Tcp(address(1), new EmbeddedChannel());

    private final List<Path> proven = new ArrayList<>();
    private final List<Path> foreign = new ArrayList<>();
    private final List<String> forgotten = new ArrayList<>();
    private int transactions;
    private final IceAgent agent = new IceAgent(local, REMOTE, new IceAgent.Listener() {
        @Override
        public boolean onPath(Path path) {
            if (!foreign.contains(path) && !proven.contains(path)) {
                proven.add(path);
            }
            return !foreign.contains(path);
        }

        @Override
        public void onPathForgotten(Path path) {
            proven.remove(path);
        }

        @Override
        public void onUfragForgotten(String ufrag) {
            forgotten.add(ufrag);
        }
    });

    @Test
    void answersACheckWithItsMappedAddress() {
        var answer = check(path(1), NOMINATE, new StunAttribute.Priority(1), new StunAttribute.IceControlling(1));
        assertThat(answer).isNotNull();
        assertThat(answer.kind()).isEqualTo(StunMessage.Kind.SUCCESS);
        assertThat(answer.first(StunAttribute.XorMappedAddress.class))
                .isEqualTo(new StunAttribute.XorMappedAddress(address(1)));
        assertThat(agent.selected()).isEqualTo(path(1));
        assertThat(proven).containsExactly(path(1));
    }

    @Test
    void takesTheFirstValidPairOfAPeerThatNominatesNothing() {
        check(path(1));
        check(path(2));
        assertThat(agent.selected()).isEqualTo(path(1));
    }

    @Test
    void followsTheLatestNomination() {
        check(path(1));
        check(path(2), NOMINATE);
        assertThat(agent.selected()).isEqualTo(path(2));
        check(path(1));
        assertThat(agent.selected()).isEqualTo(path(2));
        check(path(1), NOMINATE);
        assertThat(agent.selected()).isEqualTo(path(1));
    }

    @Test
    void nothingIsAuthenticWithoutTheRightUsernameAndPassword() {
        var right = local.ufrag() + ":" + REMOTE.ufrag();
        assertThat(authentic(right, local.pwd())).isTrue();
        assertThat(authentic(right, REMOTE.pwd())).isFalse();
        assertThat(authentic(REMOTE.ufrag() + ":" + local.ufrag(), local.pwd())).isFalse();
        assertThat(authentic(local.ufrag(), local.pwd())).isFalse();
        assertThat(authentic("", local.pwd())).isFalse();
    }

    private boolean authentic(String username, String pwd) {
        var datagram = datagram(pwd, List.of(new StunAttribute.Username(username)), true);
        var message = StunReader.read(datagram);
        return message != null && agent.authentic(message, datagram);
    }

    @Test
    void namesTheAttributesItMustKnowAndDoesnt() {
        var answer = check(path(1), new StunAttribute.Unknown(0x7777, Bytes.of((byte) 1)),
                new StunAttribute.Unknown(0x9999, Bytes.of((byte) 1)));
        assertThat(answer).isNotNull();
        assertThat(answer.kind()).isEqualTo(StunMessage.Kind.ERROR);
        assertThat(answer.attributes()).containsExactly(new StunAttribute.ErrorCode(420, ""),
                new StunAttribute.UnknownAttributes(List.of(0x7777)));
        assertThat(agent.selected()).isNull();
    }

    @Test
    void tellsAControlledPeerToControl() {
        var answer = check(path(1), new StunAttribute.IceControlled(1));
        assertThat(answer).isNotNull();
        assertThat(answer.first(StunAttribute.ErrorCode.class)).isEqualTo(new StunAttribute.ErrorCode(487, ""));
        assertThat(agent.selected()).isNull();
    }

    @Test
    void noAnswerIsLargerThanItsRequest() {
        var v6 = new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 5);
        for (var from : List.of(address(1), v6)) {
            for (boolean fingerprint : new boolean[]{true, false}) {
                var request = datagram(local.pwd(), List.of(username()), fingerprint);
                var message = StunReader.read(request);
                assertThat(message).isNotNull();
                var answer = agent.answer(message, request.readableBytes(), new Path.Udp(from, SOCKET),
                        UnpooledByteBufAllocator.DEFAULT);
                assertThat(answer).as("an answer fits even the smallest check").isNotNull();
                assertThat(answer.readableBytes()).isLessThanOrEqualTo(request.readableBytes());
                answer.release();
                assertThat(agent.answer(message, 40, new Path.Udp(from, SOCKET), UnpooledByteBufAllocator.DEFAULT))
                        .isNull();
            }
        }
    }

    @Test
    void anAddressOfSomebodyElseIsNotTaken() {
        foreign.add(path(1));
        assertThat(check(path(1), NOMINATE)).isNull();
        assertThat(agent.selected()).isNull();
    }

    @Test
    void forgetsTheOldestAddressButNeverTheSelectedOne() {
        check(path(0), NOMINATE);
        for (int i = 1; i < IceAgent.MAX_PATHS + 3; i++) {
            check(path(i));
        }
        assertThat(proven).hasSize(IceAgent.MAX_PATHS).contains(path(0)).doesNotContain(path(1), path(2));
        agent.close();
        assertThat(proven).isEmpty();
        assertThat(forgotten).containsExactly(local.ufrag());
    }

    @Test
    void aLostPathIsReplacedByTheOneProvenLastUntilTheNextCheck() {
        check(path(0));
        check(path(1));
        check(TCP, NOMINATE);
        agent.forget(TCP);
        assertThat(agent.selected()).isEqualTo(path(1));
        assertThat(agent.proven(TCP)).isFalse();
        agent.forget(path(1));
        agent.forget(path(0));
        assertThat(agent.selected()).isNull();
        assertThat(proven).isEmpty();
        check(path(3));
        assertThat(agent.selected()).isEqualTo(path(3));
    }

    @Test
    void aConnectionIsAnotherPathThanADatagramOfTheSameAddress() {
        check(path(1));
        check(TCP, NOMINATE);
        assertThat(agent.selected()).isEqualTo(TCP);
        assertThat(proven).containsExactly(path(1), TCP);
    }

    @Test
    void anAddressOfOursIsAPathOfItsOwnAndThePeersIsProvenUntilTheLastOfThemIsForgotten() {
        var other = new Path.Udp(address(1), new EmbeddedChannel());
        check(path(1), NOMINATE);
        check(other);
        assertThat(agent.selected()).isEqualTo(path(1));
        check(other, NOMINATE);
        assertThat(agent.selected()).isEqualTo(other);
        assertThat(proven).containsExactly(path(1), other);
        agent.forget(other);
        assertThat(agent.proven(address(1))).isTrue();
        agent.forget(path(1));
        assertThat(agent.proven(address(1))).isFalse();
    }

    @Test
    void aCheckSentAgainFromElsewhereProvesAndMovesNothing() {
        check(path(1), NOMINATE);
        var captured = datagram(local.pwd(), List.of(username(), NOMINATE), true);
        assertThat(answer(captured, path(1))).isNotNull();
        assertThat(answer(captured, path(2))).as("replayed").isNull();
        assertThat(proven).containsExactly(path(1));
        assertThat(agent.selected()).isEqualTo(path(1));
        assertThat(answer(captured, path(1))).as("our answer was lost, so the peer repeats itself").isNotNull();
        for (int i = 0; i < ReplayGuard.REMEMBERED - 1; i++) {
            check(path(1));
        }
        assertThat(answer(captured, path(2))).as("still remembered").isNull();
    }

    @Test
    void aRestartKeepsThePathAndTheOldCredentialsUntilTheFirstNewCheck() {
        check(path(1), NOMINATE);
        var fresh = IceCredentials.random();
        var theirs = IceCredentials.random();
        agent.restart(fresh, theirs);
        assertThat(check(path(1), NOMINATE)).as("under the old ones").isNotNull();
        assertThat(forgotten).isEmpty();
        var username = new StunAttribute.Username(fresh.ufrag() + ":" + theirs.ufrag());
        assertThat(answer(datagram(fresh.pwd(), List.of(username), true), path(2))).isNotNull();
        assertThat(forgotten).containsExactly(local.ufrag());
        assertThat(agent.selected()).as("nothing nominated yet").isEqualTo(path(1));
        assertThat(answer(datagram(local.pwd(), List.of(username()), true), path(1))).as("the old ones").isNull();
        assertThat(answer(datagram(fresh.pwd(), List.of(username, NOMINATE), true), path(2))).isNotNull();
        assertThat(agent.selected()).isEqualTo(path(2));
    }

    @Test
    void ofSeveralRestartsOnlyTheLastAndWhatIsInUseCount() {
        var unused = IceCredentials.random();
        var last = IceCredentials.random();
        agent.restart(unused, REMOTE);
        agent.restart(last, REMOTE);
        assertThat(forgotten).containsExactly(unused.ufrag());
        assertThat(authentic(unused.ufrag() + ":" + REMOTE.ufrag(), unused.pwd())).isFalse();
        assertThat(authentic(last.ufrag() + ":" + REMOTE.ufrag(), last.pwd())).isTrue();
        assertThat(authentic(last.ufrag() + ":" + REMOTE.ufrag(), local.pwd())).isFalse();
        assertThat(authentic(local.ufrag() + ":" + REMOTE.ufrag(), local.pwd())).isTrue();
        agent.close();
        assertThat(forgotten).containsExactly(unused.ufrag(), local.ufrag(), last.ufrag());
    }

    @Test
    void credentialsAreChecked() {
        assertThatThrownBy(() -> new IceCredentials("abc", REMOTE.pwd())).hasMessageContaining("ice-ufrag");
        assertThatThrownBy(() -> new IceCredentials("abcd", "short")).hasMessageContaining("ice-pwd");
        assertThatThrownBy(() -> new IceCredentials("ab:cd", REMOTE.pwd())).hasMessageContaining("ice-char");
        assertThat(IceCredentials.random()).isNotEqualTo(IceCredentials.random());
    }

    private StunAttribute username() {
        return new StunAttribute.Username(local.ufrag() + ":" + REMOTE.ufrag());
    }

    private StunMessage check(Path from, StunAttribute... attributes) {
        var all = new ArrayList<StunAttribute>(List.of(attributes));
        all.add(username());
        var request = datagram(local.pwd(), all, true);
        var answer = answer(request, from);
        if (answer != null) {
            assertThat(new StunIntegrity(local.pwd()).verify(answer, StunReader.read(answer))).isTrue();
        }
        return answer == null ? null : StunReader.read(answer);
    }

    /** Null as well if it isn't authentic. */
    private ByteBuf answer(ByteBuf request, Path from) {
        var message = StunReader.read(request);
        assertThat(message).isNotNull();
        if (!agent.authentic(message, request)) {
            return null;
        }
        var answer = agent.answer(message, request.readableBytes(), from, UnpooledByteBufAllocator.DEFAULT);
        if (answer == null) {
            return null;
        }
        var copy = Unpooled.copiedBuffer(answer);
        answer.release();
        return copy;
    }

    private ByteBuf datagram(String pwd, List<StunAttribute> attributes, boolean fingerprint) {
        var out = Unpooled.buffer();
        var transaction = new byte[12];
        transaction[11] = (byte) transactions++;
        StunWriter.write(new StunMessage(StunMessage.Kind.REQUEST, Bytes.of(transaction), attributes),
                new StunIntegrity(pwd), fingerprint, out);
        return out;
    }

    private static Path path(int i) {
        return new Path.Udp(address(i), SOCKET);
    }

    private static InetSocketAddress address(int i) {
        return new InetSocketAddress(InetAddress.ofLiteral("192.0.2." + i), 1000 + i);
    }
}
