package dev.signalbox.dashboard;

/**
 * The style that ANSI sequences have built up so far. Colours beyond the sixteen are shown as the nearest of them,
 * because only those are legible in the light and the dark theme. Not thread-safe.
 */
final class AnsiStyle {

    private static final int NONE = -1;
    private static final String[] FLAGS = {"bold", "dim", "italic", "underline", "inverse", "strike"};

    /** What xterm shows for the sixteen colours, to measure distances from. */
    private static final int[] PALETTE = {
        0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
        0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff
    };

    private int foreground = NONE;
    private int background = NONE;
    private int flags;
    private boolean changed;

    /** Whether {@link #apply} was called since {@link #appendSpan}. */
    boolean changed() {
        return changed;
    }

    /** The next text needs a span of its own, although the style is as it was. */
    void resume() {
        changed = true;
    }

    /** Opens a span with the classes of this style. @return false when the style is plain and nothing was opened */
    boolean appendSpan(StringBuilder out) {
        changed = false;
        if (foreground == NONE && background == NONE && flags == 0) {
            return false;
        }
        out.append("<span class=\"ansi");
        if (foreground != NONE) {
            out.append(" af").append(foreground);
        }
        if (background != NONE) {
            out.append(" ab").append(background);
        }
        for (int i = 0; i < FLAGS.length; i++) {
            if ((flags & 1 << i) != 0) {
                out.append(" a-").append(FLAGS[i]);
            }
        }
        out.append("\">");
        return true;
    }

    /** Takes the parameters between {@code ESC[} and {@code m}. */
    void apply(CharSequence text, int from, int to) {
        changed = true;
        int[] codes = numbers(text, from, to);
        for (int i = 0; i < codes.length; i++) {
            int code = codes[i];
            if ((code == 38 || code == 48) && i + 1 < codes.length) {
                int length = codes[i + 1] == 2 ? 4 : 2;
                setColour(code == 38, extended(codes, i + 1));
                i += length;
            } else {
                applyCode(code);
            }
        }
    }

    private void applyCode(int code) {
        switch (code) {
            case 0 -> {
                foreground = NONE;
                background = NONE;
                flags = 0;
            }
            case 1, 2, 3, 4 -> flags |= 1 << (code - 1);
            case 7 -> flags |= 1 << 4;
            case 9 -> flags |= 1 << 5;
            case 21, 22 -> flags &= ~0b11;
            case 23, 24 -> flags &= ~(1 << (code - 21));
            case 27 -> flags &= ~(1 << 4);
            case 29 -> flags &= ~(1 << 5);
            case 39 -> foreground = NONE;
            case 49 -> background = NONE;
            default -> applyBasicColour(code);
        }
    }

    private void applyBasicColour(int code) {
        int colour = code % 10;
        if (colour < 8) {
            switch (code / 10) {
                case 3 -> foreground = colour;
                case 4 -> background = colour;
                case 9 -> foreground = 8 + colour;
                case 10 -> background = 8 + colour;
                default -> {
                    // Fonts, frames and whatever else a terminal knows have no meaning on a page.
                }
            }
        }
    }

    private void setColour(boolean ofText, int colour) {
        if (ofText) {
            foreground = colour;
        } else {
            background = colour;
        }
    }

    /** Reads {@code 5;n} or {@code 2;r;g;b}. */
    private static int extended(int[] codes, int at) {
        if (codes[at] == 5 && at + 1 < codes.length) {
            return ofIndex(codes[at + 1]);
        }
        if (codes[at] == 2 && at + 3 < codes.length) {
            return nearest(codes[at + 1], codes[at + 2], codes[at + 3]);
        }
        return NONE;
    }

    private static int ofIndex(int index) {
        if (index < 16) {
            return index;
        }
        if (index < 232) {
            int cube = index - 16;
            return nearest(level(cube / 36), level(cube / 6 % 6), level(cube % 6));
        }
        int grey = 8 + (Math.min(index, 255) - 232) * 10;
        return nearest(grey, grey, grey);
    }

    private static int level(int step) {
        return step == 0 ? 0 : 55 + 40 * step;
    }

    private static int nearest(int red, int green, int blue) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < PALETTE.length; i++) {
            int r = (PALETTE[i] >> 16) - red;
            int g = (PALETTE[i] >> 8 & 0xff) - green;
            int b = (PALETTE[i] & 0xff) - blue;
            int distance = r * r + g * g + b * b;
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }

    /** An absent number is 0, as in {@code ESC[m}. */
    private static int[] numbers(CharSequence text, int from, int to) {
        int[] numbers = new int
                [1
                        + (int) text.subSequence(from, to)
                                .chars()
                                .filter(c -> c < '0' || c > '9')
                                .count()];
        int n = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                n++;
            } else {
                numbers[n] = Math.min(numbers[n] * 10 + digit, 999);
            }
        }
        return numbers;
    }
}
