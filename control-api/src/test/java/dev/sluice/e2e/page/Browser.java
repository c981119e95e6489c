package dev.sluice.e2e.page;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One headless Chromium for the whole run; each page has a profile of its own and is closed behind its test. Used by the
 * test's thread only, as Playwright asks.
 */
public final class Browser implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final List<String> FLAGS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--autoplay-policy=no-user-gesture-required");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final TestSite site;
    private final List<BrowserContext> contexts = new ArrayList<>();

    private Browser() throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            throw new AssertionError("These tests need " + PROGRAM + "; on Debian: apt-get install chromium");
        }
        site = new TestSite();
        playwright = Playwright
                .create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright.chromium()
                .launch(new BrowserType.LaunchOptions().setExecutablePath(PROGRAM).setHeadless(true).setArgs(FLAGS));
    }

    private static Browser launch() {
        try {
            return new Browser();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** An empty page with a profile of its own. */
    public Page page() {
        var context = chromium.newContext(
                new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(1280, 800));
        contexts.add(context);
        var page = context.newPage();
        page.setDefaultTimeout(15_000);
        return page;
    }

    /** A viewer's page that has not asked for anything yet. */
    public WatchPage viewer() {
        return new WatchPage(opened("watch.html"));
    }

    /** A camera's page that has not published anything yet. */
    public PublishPage camera() {
        return new PublishPage(opened("publish.html"));
    }

    private Page opened(String file) {
        var page = page();
        page.navigate(site.page(file));
        return page;
    }

    private void closePages() {
        contexts.forEach(BrowserContext::close);
        contexts.clear();
    }

    @Override
    public void close() {
        playwright.close();
        site.close();
    }

    /** Hands the browser to tests that ask for one. */
    public static final class Extension implements ParameterResolver, AfterEachCallback {
        private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(Browser.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Browser.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return store(context).computeIfAbsent(Browser.class, _ -> launch(), Browser.class);
        }

        @Override
        public void afterEach(ExtensionContext context) {
            var browser = store(context).get(Browser.class, Browser.class);
            if (browser != null) {
                browser.closePages();
            }
        }

        private static ExtensionContext.Store store(ExtensionContext context) {
            return context.getRoot().getStore(SPACE);
        }
    }
}
