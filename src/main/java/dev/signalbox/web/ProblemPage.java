package dev.signalbox.web;

/** An error for people: what is wrong, under the header of every page, so that they can go on from here. */
final class ProblemPage {

    private ProblemPage() {}

    /** Both texts may hold anything. */
    static String html(String title, String why) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%1$s · Signalbox</title>
                <link rel="stylesheet" href="/assets/signalbox.css">
                <link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
                </head>
                <body>
                <header class="top">
                <a class="node" href="/">
                <svg class="mark" viewBox="0 0 16 16" aria-hidden="true">
                <rect x="5" y="1" width="6" height="14" rx="3"/>
                <circle cx="8" cy="4.5" r="1.6"/><circle cx="8" cy="11.5" r="1.6"/>
                </svg>
                <span>Signalbox</span>
                </a>
                <details class="fold"><summary>Menu</summary></details>
                <nav class="folded" aria-label="Sections">
                <a href="/">Events</a><a href="/monitors">Monitors</a>
                <a href="/livelogs">Live logs</a><a href="/triggers">Triggers</a>
                <a href="/node">Node</a>
                </nav>
                </header>
                <main class="problem">
                <h1>%1$s</h1>
                <p>%2$s</p>
                <p><a href="/">Back to the events</a></p>
                </main>
                </body>
                </html>
                """.formatted(escape(title), escape(why));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
