package dev.sluice.webrtc.rtp;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ResendBudgetTest {
    private static final int PACKET = 1_200;
    private final ResendBudget budget = new ResendBudget();

    private int spendAll() {
        int bytes = 0;
        while (budget.spend(100)) {
            bytes += 100;
        }
        return bytes;
    }

    @Test
    void isAsMuchAsTheStreamAndALittleToStartWith() {
        assertThat(spendAll()).isBetween(ResendBudget.INITIAL_BYTES - 100, ResendBudget.INITIAL_BYTES);
        for (int i = 0; i < 100; i++) {
            budget.sent(1_000);
        }
        assertThat(spendAll()).isBetween(99_900, 100_000);
    }

    @Test
    void cannotBeSavedUpForEver() {
        for (int i = 0; i < 100_000; i++) {
            budget.sent(1_000);
        }
        assertThat(spendAll()).isBetween(ResendBudget.MAX_BYTES - 100, ResendBudget.MAX_BYTES);
    }

    @Test
    void whatDoesNotFitSpendsNothing() {
        assertThat(budget.spend(ResendBudget.INITIAL_BYTES + 1)).isFalse();
        assertThat(budget.spend(ResendBudget.INITIAL_BYTES)).isTrue();
    }

    /** Of each packet that is lost, resends are lost alike; of those that come, as many are asked for because they are late. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void isEnoughWhereAThirdIsLostAndAThirdOvertaken(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            budget.sent(PACKET);
            boolean lost = random.nextDouble() < 0.3;
            for (boolean asks = lost || random.nextDouble() < 0.3; asks; asks = lost && random.nextDouble() < 0.3) {
                assertThat(budget.spend(PACKET)).as("packet %d", i).isTrue();
            }
        }
    }

    @Test
    void isNotEnoughForAViewerThatAsksForEverythingTwice() {
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            budget.sent(PACKET);
            refused += budget.spend(PACKET) ? 0 : 1;
            refused += budget.spend(PACKET) ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(2_500);
    }
}
