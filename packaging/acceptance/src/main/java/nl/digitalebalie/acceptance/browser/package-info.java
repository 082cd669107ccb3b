/** Chromium as the resident: how it is found, started and measured. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.acceptance.browser;
