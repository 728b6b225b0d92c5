package dev.signalbox.dashboard;

import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;

/**
 * What is around the content of every page.
 *
 * @param search what the search field holds
 * @param filters whether the search field belongs to the filter form of the page
 * @param here path and query of this page
 * @param now the clock that times on the page are to be measured with
 */
record Frame(
        String title,
        String node,
        Theme theme,
        List<Section> sections,
        String search,
        boolean filters,
        String here,
        Instant now) {

    private static final List<Section> SECTIONS = List.of(
            new Section("Events", "/", false),
            new Section("Monitors", "/monitors", false),
            new Section("Live logs", "/livelogs", false),
            new Section("Triggers", "/triggers", false),
            new Section("Node", "/node", false));

    Frame {
        sections = List.copyOf(sections);
    }

    /** An entry of the header. */
    record Section(String name, String href, boolean current) {}

    /** @param section the path of the current section; one that is not in the header marks none */
    static Frame of(RoutingContext ctx, PagesConf conf, String title, String section, Instant now) {
        List<Section> sections = SECTIONS.stream()
                .map(s -> new Section(s.name, s.href, s.href.equals(section)))
                .toList();
        return new Frame(
                title,
                conf.nodeName(),
                Theme.of(ctx),
                sections,
                "",
                false,
                ctx.request().uri(),
                now);
    }

    /** With the search field as part of the page's own form. */
    Frame searching(String text) {
        return new Frame(title, node, theme, sections, text, true, here, now);
    }

    /** Of a page that answers a form: {@code path} is where it can be read again. */
    Frame at(String path) {
        return new Frame(title, node, theme, sections, search, filters, path, now);
    }

    /** Where the theme button posts to. */
    public String themeAction() {
        return "/.theme?theme=" + theme.next().word() + "&back=" + FilterForm.encoded(here);
    }
}
