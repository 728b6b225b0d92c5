/** The HTTP edge: router, errors, body limits, identity. Knows no feature's insides. */
@NullMarked
package dev.signalbox.web;

import org.jspecify.annotations.NullMarked;
