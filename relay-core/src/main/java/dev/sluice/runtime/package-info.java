/** What every part of the process leans on: event loops, the clock, stable codes, drop reasons, rate-limited logging. */
@NullMarked
package dev.sluice.runtime;

import org.jspecify.annotations.NullMarked;
