package dev.sluice.webrtc.rtp;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResendBudgetTest {
    private final ResendBudget budget = new ResendBudget();

    private int spendAll() {
        int bytes = 0;
        while (budget.spend(100)) {
            bytes += 100;
        }
        return bytes;
    }

    @Test
    void isAShareOfTheStreamAndALittleToStartWith() {
        assertThat(spendAll()).isBetween(ResendBudget.INITIAL_BYTES - 100, ResendBudget.INITIAL_BYTES);
        for (int i = 0; i < 100; i++) {
            budget.sent(1_000);
        }
        assertThat(spendAll()).isBetween(49_900, 50_100);
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
}
