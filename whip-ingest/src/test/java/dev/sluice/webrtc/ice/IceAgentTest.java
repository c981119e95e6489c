package dev.sluice.webrtc.ice;

import dev.sluice.media.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
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

    private final IceCredentials local = IceCredentials.random();
    private final List<InetSocketAddress> proven = new ArrayList<>();
    private final List<InetSocketAddress> foreign = new ArrayList<>();
    private final IceAgent agent = new IceAgent(local, REMOTE, new IceAgent.Listener() {
        @Override
        public boolean onAddress(InetSocketAddress address) {
            if (!foreign.contains(address) && !proven.contains(address)) {
                proven.add(address);
            }
            return !foreign.contains(address);
        }

        @Override
        public void onAddressForgotten(InetSocketAddress address) {
            proven.remove(address);
        }
    });

    @Test
    void answersACheckWithItsMappedAddress() {
        var answer = check(address(1), NOMINATE, new StunAttribute.Priority(1), new StunAttribute.IceControlling(1));
        assertThat(answer).isNotNull();
        assertThat(answer.kind()).isEqualTo(StunMessage.Kind.SUCCESS);
        assertThat(answer.first(StunAttribute.XorMappedAddress.class))
                .isEqualTo(new StunAttribute.XorMappedAddress(address(1)));
        assertThat(agent.selected()).isEqualTo(address(1));
        assertThat(proven).containsExactly(address(1));
    }

    @Test
    void takesTheFirstValidPairOfAPeerThatNominatesNothing() {
        check(address(1));
        check(address(2));
        assertThat(agent.selected()).isEqualTo(address(1));
    }

    @Test
    void followsTheLatestNomination() {
        check(address(1));
        check(address(2), NOMINATE);
        assertThat(agent.selected()).isEqualTo(address(2));
        check(address(1));
        assertThat(agent.selected()).isEqualTo(address(2));
        check(address(1), NOMINATE);
        assertThat(agent.selected()).isEqualTo(address(1));
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
        var answer = check(address(1), new StunAttribute.Unknown(0x7777, Bytes.of((byte) 1)),
                new StunAttribute.Unknown(0x9999, Bytes.of((byte) 1)));
        assertThat(answer).isNotNull();
        assertThat(answer.kind()).isEqualTo(StunMessage.Kind.ERROR);
        assertThat(answer.attributes()).containsExactly(new StunAttribute.ErrorCode(420, ""),
                new StunAttribute.UnknownAttributes(List.of(0x7777)));
        assertThat(agent.selected()).isNull();
    }

    @Test
    void tellsAControlledPeerToControl() {
        var answer = check(address(1), new StunAttribute.IceControlled(1));
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
                var answer = agent.answer(message, request.readableBytes(), from, UnpooledByteBufAllocator.DEFAULT);
                assertThat(answer).as("an answer fits even the smallest check").isNotNull();
                assertThat(answer.readableBytes()).isLessThanOrEqualTo(request.readableBytes());
                answer.release();
                assertThat(agent.answer(message, 40, from, UnpooledByteBufAllocator.DEFAULT)).isNull();
            }
        }
    }

    @Test
    void anAddressOfSomebodyElseIsNotTaken() {
        foreign.add(address(1));
        assertThat(check(address(1), NOMINATE)).isNull();
        assertThat(agent.selected()).isNull();
    }

    @Test
    void forgetsTheOldestAddressButNeverTheSelectedOne() {
        check(address(0), NOMINATE);
        for (int i = 1; i < IceAgent.MAX_ADDRESSES + 3; i++) {
            check(address(i));
        }
        assertThat(proven).hasSize(IceAgent.MAX_ADDRESSES).contains(address(0)).doesNotContain(address(1), address(2));
        agent.close();
        assertThat(proven).isEmpty();
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

    private StunMessage check(InetSocketAddress from, StunAttribute... attributes) {
        var all = new ArrayList<StunAttribute>(List.of(attributes));
        all.add(username());
        var request = datagram(local.pwd(), all, true);
        var message = StunReader.read(request);
        assertThat(message).isNotNull();
        assertThat(agent.authentic(message, request)).isTrue();
        var answer = agent.answer(message, request.readableBytes(), from, UnpooledByteBufAllocator.DEFAULT);
        if (answer == null) {
            return null;
        }
        var read = StunReader.read(answer);
        assertThat(read).isNotNull();
        assertThat(new StunIntegrity(local.pwd()).verify(answer, read)).isTrue();
        answer.release();
        return read;
    }

    private static ByteBuf datagram(String pwd, List<StunAttribute> attributes, boolean fingerprint) {
        var out = Unpooled.buffer();
        StunWriter.write(new StunMessage(StunMessage.Kind.REQUEST, Bytes.of(new byte[12]), attributes),
                new StunIntegrity(pwd), fingerprint, out);
        return out;
    }

    private static InetSocketAddress address(int i) {
        return new InetSocketAddress(InetAddress.ofLiteral("192.0.2." + i), 1000 + i);
    }
}
