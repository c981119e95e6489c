/**
 * What the cloud API says back: the envelope with a result in it, or with a {@link dev.sluice.api.cloud.answer.Code} and a
 * sentence, thrown as a {@link dev.sluice.api.cloud.answer.CloudException} wherever a request turns out to be wrong.
 */
@NullMarked
package dev.sluice.api.cloud.answer;

import org.jspecify.annotations.NullMarked;
