/**
 * A viewer as the end-to-end tests see one: Debian's Chromium ({@link dev.sluice.e2e.page.Browser}) opens a test page
 * from another origin ({@link dev.sluice.e2e.page.TestSite}), the page plays a WHEP resource
 * ({@link dev.sluice.e2e.page.WatchPage}) and keeps what was seen and heard, and {@link dev.sluice.e2e.page.Viewing}
 * reckons the figures from that record.
 */
@NullMarked
package dev.sluice.e2e.page;

import org.jspecify.annotations.NullMarked;
