package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;

/** The page of a live log as its reader sees it. */
record LogView(Page page) {

    /** The page as soon as script has taken it over. */
    static LogView of(Page page) {
        assertThat(page.locator("#wrap")).isVisible();
        return new LogView(page);
    }

    Locator line(long number) {
        return page.locator("#L" + number + " code");
    }

    Locator last() {
        return page.locator("#lines > li").last();
    }

    /** What is in the document, first to last. */
    @SuppressWarnings("unchecked")
    List<String> texts() {
        return (List<String>)
                page.evaluate("[...document.querySelectorAll('#lines code')].map(code => code.textContent)");
    }

    /** The same, each with its number, all at one moment: more may be loaded at any time. */
    @SuppressWarnings("unchecked")
    List<String> numbered() {
        return (List<String>)
                page.evaluate(
                        "[...document.querySelectorAll('#lines > li')].map(line => line.id.slice(1) + ' ' + line.lastChild.textContent)");
    }

    int count() {
        return (int) page.evaluate("document.querySelectorAll('#lines > li').length");
    }

    /** Waits until the log ends with this line. */
    LogView endsWith(String text) {
        assertThat(last().locator("code")).hasText(text);
        return this;
    }

    /** Waits until the head of the page says so. */
    LogView says(String state) {
        assertThat(page.locator("#log-state")).hasText(state);
        return this;
    }

    LogView follows(boolean on) {
        assertThat(page.locator("#follow")).hasAttribute("aria-pressed", Boolean.toString(on));
        return this;
    }

    Locator connection() {
        return page.locator("#state");
    }

    Locator found() {
        return page.locator("#found");
    }

    /** Waits until this line is in sight. */
    LogView sees(long number) {
        page.waitForCondition(() -> inSight(number));
        return this;
    }

    boolean inSight(long number) {
        return (boolean) page.evaluate("""
                n => {
                    const line = document.getElementById('L' + n)?.getBoundingClientRect();
                    const log = document.getElementById('log').getBoundingClientRect();
                    return Boolean(line) && line.top >= log.top - 1 && line.bottom <= log.bottom + 1;
                }
                """, Long.toString(number));
    }

    /** Whether the newest line can be seen. */
    boolean atEnd() {
        return (boolean) page.evaluate(
                "(log => log.scrollHeight - log.scrollTop - log.clientHeight < 4)(document.getElementById('log'))");
    }

    void wheel(int pixels) {
        page.locator("#log").hover();
        page.mouse().wheel(0, pixels);
    }

    LogView find(String text) {
        page.getByRole(AriaRole.SEARCHBOX, new Page.GetByRoleOptions().setName("Find in the log"))
                .fill(text);
        return this;
    }

    LogView foundSays(String regex) {
        assertThat(found()).hasText(Pattern.compile(regex));
        return this;
    }
}
