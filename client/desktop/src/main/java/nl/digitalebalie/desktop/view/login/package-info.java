/** The sign-in screen. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.desktop.view.login;
