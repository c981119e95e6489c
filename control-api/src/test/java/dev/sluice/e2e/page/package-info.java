/**
 * Cameras and viewers as the end-to-end tests see them: Debian's Chromium ({@link dev.sluice.e2e.page.Browser}) opens a
 * test page from another origin ({@link dev.sluice.e2e.page.TestSite}). A camera's page publishes a drawn picture, whose
 * code carries clock, number and checksum, and a tone ({@link dev.sluice.e2e.page.PublishPage}); a viewer's page plays a
 * WHEP resource ({@link dev.sluice.e2e.page.WatchPage}). Both keep what they sent, saw and heard, and
 * {@link dev.sluice.e2e.page.Publishing} and {@link dev.sluice.e2e.page.Viewing} reckon the figures from that record.
 * The same pages run in {@link dev.sluice.e2e.page.Firefox}.
 */
@NullMarked
package dev.sluice.e2e.page;

import org.jspecify.annotations.NullMarked;
