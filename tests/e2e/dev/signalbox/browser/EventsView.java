package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** The events page as its reader sees it. */
record EventsView(Page page) {

    Locator rows() {
        return page.locator("#rows > li.row");
    }

    /** The row with this message. */
    Locator row(String message) {
        return rows().filter(new Locator.FilterOptions().setHasText(message));
    }

    Locator messages() {
        return page.locator("#rows > li.row .line");
    }

    Locator state() {
        return page.locator("#state");
    }

    /** Waits until exactly these rows are there, newest first. */
    EventsView shows(String... messages) {
        assertThat(messages()).hasText(messages);
        return this;
    }

    /** Waits until the header says so. */
    EventsView says(String words) {
        assertThat(state()).hasText(words);
        return this;
    }
}
